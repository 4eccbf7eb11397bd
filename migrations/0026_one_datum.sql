-- Places are WGS 84; those of the demo group were GCJ-02.
UPDATE branches SET lat = 30.66964, lng = 104.05043 WHERE lat = 30.6672 AND lng = 104.0529;
UPDATE branches SET lat = 22.53622, lng = 114.05509 WHERE lat = 22.5335 AND lng = 114.0602;
UPDATE branches SET lat = 39.8983, lng = 116.39476 WHERE lat = 39.8997 AND lng = 116.401;
