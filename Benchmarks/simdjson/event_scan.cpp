// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Reads a CloudFront event with simdjson On Demand into the fields that event-scan finds, and measures it the same way.
//
//     event-scan-simdjson time EVENT ROUNDS     a JSON object with the time of one iteration in each round, in ns
//     event-scan-simdjson count EVENT           for callgrind
//
// It begins with the event in memory that simdjson can read beyond; event-scan copies it into its own buffer first.

#include <CAllocationCounter.h>
#include <CBenchmarkSupport.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct Request {
    std::string_view client_ip, method, querystring, uri;
    /// Names and values; a name with several lines comes several times.
    std::vector<std::pair<std::string_view, std::string_view>> headers;
};

void scan(simdjson::ondemand::parser &parser, simdjson::padded_string_view event, Request &found) {
    found.headers.clear();
    simdjson::ondemand::document document = parser.iterate(event);
    simdjson::ondemand::object request = document["Records"].at(0)["cf"]["request"].get_object();
    for (auto member : request) {
        std::string_view name = member.unescaped_key();
        if (name == "clientIp") {
            found.client_ip = member.value().get_string();
        } else if (name == "method") {
            found.method = member.value().get_string();
        } else if (name == "querystring") {
            found.querystring = member.value().get_string();
        } else if (name == "uri") {
            found.uri = member.value().get_string();
        } else if (name == "headers") {
            for (auto field : member.value().get_object()) {
                std::string_view header = field.unescaped_key();
                for (auto line : field.value().get_array()) {
                    found.headers.emplace_back(header, std::string_view(line["value"].get_string()));
                }
            }
        }
    }
}

size_t run(simdjson::ondemand::parser &parser, simdjson::padded_string_view event, Request &found, int iterations) {
    size_t sum = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
        scan(parser, event, found);
        sum += found.client_ip.size() + found.method.size() + found.querystring.size() + found.uri.size();
        for (const auto &header : found.headers) {
            sum += header.first.size() + header.second.size();
        }
    }
    return sum;
}

/// What callgrind counts: the harness looks for this name.
__attribute__((noinline)) size_t measuredRegion(simdjson::ondemand::parser &parser,
                                                simdjson::padded_string_view event, Request &found, int iterations) {
    return run(parser, event, found, iterations);
}

int fail(const char *what) {
    std::fprintf(stderr, "event-scan-simdjson: %s\n", what);
    return 1;
}

}  // namespace

int main(int count, char **arguments) try {
    if (count < 3) {
        return fail("usage: event-scan-simdjson time EVENT ROUNDS | count EVENT");
    }
    simdjson::padded_string text = simdjson::padded_string::load(arguments[2]);
    simdjson::padded_string_view event = text;
    simdjson::ondemand::parser parser;
    Request found;
    size_t size = run(parser, event, found, 1);
    if (size == 0 || found.headers.empty() || found.method != "GET") {
        return fail("the event was not understood");
    }
    if (std::strcmp(arguments[1], "count") == 0) {
        const int iterations = 64;
        uint64_t before = enforcer_allocation_count();
        bool good = measuredRegion(parser, event, found, iterations) == iterations * size;
        uint64_t allocations = enforcer_allocation_count() - before;
        std::printf("{\"iterations\":%d,\"allocations\":%llu}\n", iterations,
                    static_cast<unsigned long long>(allocations));
        return good ? 0 : 1;
    }
    if (count < 4) {
        return fail("how many rounds?");
    }
    enforcer_benchmark_pin();
    const int rounds = std::atoi(arguments[3]), iterations = 500;
    int done = 0, interrupted = 0;
    std::printf("{\"name\":\"event-scan-simdjson\",\"times\":[");
    while (done < rounds) {
        int64_t interruptions = enforcer_benchmark_interruptions();
        int64_t begin = enforcer_benchmark_now();
        size_t sum = run(parser, event, found, iterations);
        int64_t time = enforcer_benchmark_now() - begin;
        if (sum != iterations * size) {
            return fail("two rounds differ");
        }
        if (enforcer_benchmark_interruptions() != interruptions && interrupted < 4 * rounds) {
            interrupted++;
            continue;
        }
        std::printf("%s%.1f", done == 0 ? "" : ",", static_cast<double>(time) / iterations);
        done++;
    }
    std::printf("]}\n");
    return 0;
} catch (const simdjson::simdjson_error &error) {
    return fail(error.what());
}
