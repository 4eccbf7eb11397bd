-- wrk script: each request books another stay with an Idempotency-Key of its own.
-- Arguments: a file with one guest token per line, a file with one room type id per line, the first arrival (epoch day).
local tokens, types, first = {}, {}, 0
local id_counter = 0

function setup(thread)
  id_counter = id_counter + 1
  thread:set("thread_id", id_counter)
end

local function lines(file, out)
  for line in io.lines(file) do out[#out + 1] = line end
end

local function date(day)
  return os.date("!%Y-%m-%d", day * 86400)
end

function init(args)
  lines(args[1], tokens)
  lines(args[2], types)
  first = tonumber(args[3])
  math.randomseed(thread_id * 7919 + os.time())
  count = 0
  run = tostring(os.time()) .. "-" .. tostring(math.random(1e9))
  bad = 0
end

function request()
  count = count + 1
  local arrival = first + math.random(0, 299)
  local body = string.format(
    '{"room_type_id":"%s","arrival":"%s","departure":"%s","rooms":1,"guest_name":"张三","guest_phone":"13800000000"}',
    types[math.random(#types)], date(arrival), date(arrival + 2))
  return wrk.format("POST", "/api/v1/orders", {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. tokens[math.random(#tokens)],
    ["Idempotency-Key"] = run .. "-" .. thread_id .. "-" .. count,
  }, body)
end

function response(status)
  if status ~= 201 then bad = bad + 1 end
end

function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
