-- The environment has METHOD and BODY, if the request is not a GET.
wrk.method = os.getenv("METHOD") or "GET"
wrk.body = os.getenv("BODY")
if wrk.body then wrk.headers["Content-Type"] = "application/json" end

-- Prints the result as one line of JSON; times are in microseconds.
done = function(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "duration": %d, "p99": %d, "not_2xx": %d, "broken": %d, "timeouts": %d}\n',
      summary.requests, summary.duration, latency:percentile(99),
      errors.status, errors.connect + errors.read + errors.write, errors.timeout
   ))
end
