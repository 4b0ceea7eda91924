-- Load for `tools/bench append`: each thread is one client with one connection and one stream, and
-- sends the version that it expects, as the PostgreSQL side does.
local clients = 0

function setup(thread)
  clients = clients + 1
  thread:set("client", clients)
end

function init(args)
  run = args[1]
  version = 0
  count = 0
  refused = 0
  headers = { ["Content-Type"] = "application/cloudevents+json", ["Prefer"] = "return=minimal" }
end

-- The first event of a stream opens it.
local function registration()
  return string.format(
    '{"specversion":"1.0","id":"%s-%d-0","source":"/bench","type":"person.registered",' ..
    '"subject":"person/%s-%d","time":"2023-03-08T08:03:00+07:00","actor":"disnaker-lebak",' ..
    '"role":"manpower_office","area":"36.02","data":{"nik":"36022721077290%02d","name":"Uji",' ..
    '"birth_date":"1972-07-21","sex":"L","region_id_card":"36.02.27.2010",' ..
    '"region_domicile":"36.02.27.2010","edition":"KEPMENDAGRI-100.1.1-6117-2022",' ..
    '"phone":"+62813241559%02d"}}', run, client, run, client, client, client)
end

function request()
  if version == 0 then
    headers["If-Match"] = '"0"'
    return wrk.format("POST", "/v1/events", headers, registration())
  end
  count = count + 1
  headers["If-Match"] = '"' .. version .. '"'
  local body = string.format(
    '{"specversion":"1.0","id":"%s-%d-%d","source":"/bench","type":"person.welfare_status_recorded",' ..
    '"subject":"person/%s-%d","time":"2023-03-08T08:07:00+07:00","actor":"disnaker-lebak",' ..
    '"role":"manpower_office","area":"36.02","basis":"Surat 140/21/DS/2023","basisdigest":' ..
    '"sha-256:5ab351cbe84bb5cdbf340b286536a26311c8e5cd22ff8e547b7f9972f3f94fbf",' ..
    '"correlationid":"7d1c2a9e-4c1b-4f0e-9f63-1d2f5b6a%04d",' ..
    '"data":{"source":"P3KE","decile":%d,"extreme_poor":true,"as_of":"2022-12-31"}}',
    run, client, count, run, client, count % 10000, count % 10 + 1)
  return wrk.format("POST", "/v1/events", headers, body)
end

function response(status)
  if status == 201 then version = version + 1 else refused = refused + 1 end
end

function done(summary)
  local errors = summary.errors
  if errors.status + errors.connect + errors.read + errors.write + errors.timeout > 0 then
    io.write("NOT VALID: ", errors.status, " refused, ", errors.timeout, " timed out\n")
  end
end
