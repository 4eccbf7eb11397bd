-- wrk script: each request books another stay with an Idempotency-Key of its own. It shares the cores with the server, so
-- whatever can be is made before the start, and answers are counted by wrk alone (as errors from 400 on).
-- Arguments: a file with one guest token per line, a file with one room type id per line, the first arrival (epoch day).
local NIGHTS, SPREAD = 2, 300
local tokens, types, dates = {}, {}, {}
local id_counter = 0

function setup(thread)
  id_counter = id_counter + 1
  thread:set("thread_id", id_counter)
end

local function lines(file, out)
  for line in io.lines(file) do out[#out + 1] = line end
end

function init(args)
  lines(args[1], tokens)
  lines(args[2], types)
  for i = 0, SPREAD + NIGHTS - 1 do
    dates[i] = os.date("!%Y-%m-%d", (tonumber(args[3]) + i) * 86400)
  end
  math.randomseed(thread_id * 7919 + os.time())
  head = "POST /api/v1/orders HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
    "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
  key = "\r\nIdempotency-Key: " .. os.time() .. "-" .. math.random(1e9) .. "-" .. thread_id .. "-"
  count = 0
end

function request()
  count = count + 1
  local day = math.random(0, SPREAD - 1)
  local body = '{"room_type_id":"' .. types[math.random(#types)] .. '","arrival":"' .. dates[day] ..
    '","departure":"' .. dates[day + NIGHTS] .. '","rooms":1,"guest_name":"张三","guest_phone":"13800000000"}'
  return head .. tokens[math.random(#tokens)] .. key .. count .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
