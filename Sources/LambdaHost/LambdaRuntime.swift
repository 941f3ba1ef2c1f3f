// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CSystem
public import HumanSecurity
public import Logging

/// Runs a handler as a Lambda function: the loop over the Lambda Runtime API.
///
/// The whole of a function's `main`:
///
/// ```swift
/// import HumanSecurity
/// import LambdaHost
///
/// @main
/// enum Main {
///     static func main() {
///         LambdaRuntime.run { configuration, transport in
///             try createHumanEnforceHandler(
///                 HumanSecurityConfiguration(json: configuration),
///                 transport: transport,
///                 logger: LambdaRuntime.logger("human-security.enforcer")
///             )
///         }
///     }
/// }
/// ```
///
/// An event's result is posted first, and only then does the handler deliver what it has to report, so reporting adds
/// nothing to the visitor's wait. The next event is asked for after that, since the platform may freeze the process
/// from then on.
public enum LambdaRuntime {
    /// Runs until the platform ends the process; never returns. Everything happens on the thread that calls it, which is
    /// to be the process's first: no other is started, except by what the handler does.
    ///
    /// Reads `AWS_LAMBDA_RUNTIME_API`, and the configuration from `config.json` in `LAMBDA_TASK_ROOT` (without that
    /// variable: in the executable's folder). Whatever goes wrong before the first event is posted to
    /// `/runtime/init/error`, and the process ends with status 1. It ends so, too, if the Runtime API says that it is to,
    /// or cannot be reached.
    /// - Parameters:
    ///   - transportOptions: for the transport that the handler is given.
    ///   - makeHandler: makes the handler from the bytes of the configuration file. The description of the error that it
    ///     throws is what the platform is told, so it should name every problem.
    public static func run<Handler: EdgeEventHandler>(
        transportOptions: CurlTransport.Options = CurlTransport.Options(),
        _ makeHandler: @escaping @Sendable (_ configuration: [UInt8], _ transport: CurlTransport) throws -> Handler
    ) -> Never {
        enforcer_harden_process()
        let settings = Settings(
            endpoint: System.environment("AWS_LAMBDA_RUNTIME_API"),
            taskRoot: System.environment("LAMBDA_TASK_ROOT") ?? System.executableFolder
        )
        CallerExecutor.run {
            System.end(status: await serve(settings, transportOptions: transportOptions, makeHandler))
        }
        fatalError("the loop never ends without the process")
    }

    /// A logger whose lines are JSON objects on standard error, which Lambda sends to the function's log.
    public static func logger(_ label: String) -> Logger {
        Logger(label: label) { JSONLogHandler(label: $0) { StandardStream.error.write(line: $0) } }
    }

    /// What the environment says, and limits that tests change.
    struct Settings {
        var endpoint: String?
        var taskRoot: String?

        /// The most bytes that an event may have. The platform's own limit is 6 MB.
        var eventLimit = 8 << 20

        /// How often `next` may fail in a row.
        var attempts = 4

        /// The pause after a failed `next`.
        var pause = Duration.milliseconds(100)
    }

    /// The loop itself, to the exit status that the process should have.
    static func serve<Handler: EdgeEventHandler>(
        _ settings: Settings,
        transportOptions: CurlTransport.Options,
        _ makeHandler: @Sendable (_ configuration: [UInt8], _ transport: CurlTransport) throws -> Handler
    ) async -> Int32 {
        let logger = Self.logger("edge-enforcer.lambda")
        guard let endpoint = settings.endpoint else {
            logger.critical("AWS_LAMBDA_RUNTIME_API is not set: this program runs as an AWS Lambda function")
            return 1
        }
        var client = RuntimeClient(endpoint: endpoint, eventLimit: settings.eventLimit)
        let handler: Handler
        do throws(InitializationError) {
            handler = try makeHandlerFromFile(settings, CurlTransport(transportOptions), makeHandler)
        } catch {
            logger.critical("\(error.report.type): \(error.report.message)")
            let receipt = client.failInitialization(error.report)
            if receipt != .accepted { logger.error("the error could not be reported: \(receipt)") }
            return 1
        }
        await handler.prepare()
        return await loop(&client, handler, settings, logger)
    }

    private static func loop(
        _ client: inout RuntimeClient,
        _ handler: some EdgeEventHandler,
        _ settings: Settings,
        _ logger: Logger
    ) async -> Int32 {
        var trace = TraceVariable()
        var failures = 0
        while true {
            switch client.next() {
            case .containerError:
                return end(logger)
            case .failed(let reason):
                failures += 1
                logger.error("no event from the Runtime API: \(reason)")
                guard failures < settings.attempts else { return 1 }
                // Nobody cancels this task; if somebody does, the pause is only shorter.
                try? await Task.sleep(for: settings.pause)
            case .invocation(let invocation):
                failures = 0
                trace.set(invocation.trace)
                if await handle(invocation, with: handler, &client, logger) == .containerError { return end(logger) }
            }
        }
    }

    private static func handle(
        _ invocation: RuntimeClient.Invocation,
        with handler: some EdgeEventHandler,
        _ client: inout RuntimeClient,
        _ logger: Logger
    ) async -> RuntimeClient.Receipt {
        let receipt: RuntimeClient.Receipt
        var reports: [OutgoingRequest] = []
        switch invocation.event {
        case .success(let event):
            let reply = await handler.handle(event, deadlineMilliseconds: invocation.deadlineMilliseconds)
            receipt = client.respond(reply.body, to: invocation)
            reports = reply.reports
        case .failure(let error):
            let type = error.code == .tooLarge ? "Event.TooLarge" : "Event.Incomplete"
            logger.error("event \(invocation.requestID): \(error)")
            receipt = client.fail(ErrorReport(type: type, message: error.description), of: invocation)
        }
        if case .refused(let reason) = receipt {
            logger.error("the Runtime API refused the result of \(invocation.requestID): \(reason)")
        }
        if receipt != .containerError { await handler.deliver(reports) }
        return receipt
    }

    private static func end(_ logger: Logger) -> Int32 {
        logger.critical("the Runtime API reports a container error")
        return 1
    }
}
