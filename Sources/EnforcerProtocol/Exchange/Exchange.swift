// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

// One request, from event bytes to result: what is known of it on the way. `Exchange+Transitions.swift` has all the steps
// from one state to the next; what is done at each is in the other extensions.
//
// The engine reads no clock and draws no randomness; both are arguments. Input never traps: every byte string gives a
// decision with a reason. Calling out of order traps, as that is the host's mistake.

package struct Exchange: ~Copyable {
    /// The most bytes of an event, a risk answer and all that is derived from them. CloudFront's largest event carries
    /// 1.33 MB of body (lambda-edge.md §1.1).
    package static var textLimit: Int { 8 << 20 }

    /// The most bytes of all requests and the result together.
    package static var outputLimit: Int { 8 << 20 }

    var state = State.receiving
    var function = Function.enforcer
    var scanFailure: JSONError?
    var scanner = EventScanner()
    /// Whether, and with what, the exchange runs only to see what it would do (`DryRun`). Not touched by `reset`.
    #if hasFeature(Embedded)
        // Nobody can ask for one there, and a zip of the add-on has no room for what is never run.
        var dryRun: DryRun { .off }
    #else
        package var dryRun = DryRun.off
    #endif
    /// What a dry run came to.
    package internal(set) var dryOutcome = DryRun.Outcome.decided
    /// Whether the event came as a flat frame: then there is no JSON of it to cut a result from.
    var isFrame = false

    // MARK: What is known

    /// The event, and behind it everything learnt on the way. Slices of `context`, `token` and `risk` point into it.
    package var text = ByteBuffer(limit: textLimit, reserving: 16 << 10)
    var event: CloudFrontEvent { _read { yield scanner.sink.event } }
    var cookies = CookieTable()
    package internal(set) var context = RequestContext()
    package internal(set) var mobile = MobileRequest()
    package internal(set) var token = RiskToken()
    package internal(set) var identifiers = AccountIdentifiers()
    var graphQL = GraphQLOperations()
    var credentials: ExtractedCredentials?
    /// Which login endpoint the request is for.
    package internal(set) var credentialsIndex = 0
    var parameters = CustomParameters()
    package internal(set) var enrichment = DataEnrichment()
    package internal(set) var risk = RiskExchange()

    /// Of HumanActivities only: what HumanEnforcer handed over, and what became of a login.
    var restored = RestoredRequest()
    var loginOutcome: LoginOutcome?

    /// What the hook that was asked last answered, as JSON; nil if it was not there or did not answer in time.
    var answer: ByteSlice?

    /// What is to become of the request, until it is final.
    var verdict = Decision(.failedOpen, .eventMalformed)

    // MARK: What comes out

    /// What `.ask` is told besides the request: for `additionalActivity` what is known of the request, as JSON. A slice of
    /// `text`.
    package internal(set) var hookContext = ByteSlice.empty

    /// Bodies and URLs of `calls`, and the result if it is not a piece of the event.
    package var output = JSONWriter(limit: outputLimit, reserving: 16 << 10)

    /// What the Risk API request and the activity have in common, where it was written first.
    var writtenHeaders = ByteSlice.empty
    var writtenDetails = ByteSlice.empty

    /// The request to send now (after `.send`), or the activities to deliver (after `.finish`).
    package internal(set) var calls: [OutgoingCall] = []
    package internal(set) var decision = Decision(.failedOpen, .eventMalformed)
    package internal(set) var trace = Trace()
    var result = Result.none

    /// What is to become of the request's headers if it goes on: names to take away, and headers to add behind that.
    /// Slices are of `text`.
    package internal(set) var removals: [ByteSlice] = []
    package internal(set) var additions: [HeaderAddition] = []
    /// Of HumanActivities: the value of a `Set-Cookie` to add to the response; empty if there is none. A slice of `text`.
    package internal(set) var responseCookie = ByteSlice.empty

    /// The headers of a first-party call. Slices are of `text`.
    package internal(set) var upstreamHeaders: [HeaderAddition] = []
    /// The headers of a generated response. Slices are of `text`.
    var responseHeaders: [HeaderAddition] = []
    var sendsLog = false

    // MARK: Working space

    var scratch = ByteBuffer(limit: textLimit, reserving: 4 << 10)
    var parts = ByteBuffer(limit: textLimit, reserving: 1 << 10)
    var document = JSONDocument()
    var rewriter = JSONWriter(limit: payloadLimit)
    var page = EscapedPage()
    var patternWorkspace = PatternWorkspace()
    /// For bodies: what has more nodes than this says nothing, so the limit is far beyond what CloudFront delivers.
    var bodyDocument = JSONDocument(maximumNodes: 1 << 20)

    package init() {}

    /// Makes ready for the next request. Keeps all memory.
    package mutating func reset() {
        state = .receiving
        dryOutcome = .decided
        scanFailure = nil
        scanner.reset()
        isFrame = false
        text.removeAll()
        cookies.removeAll()
        context = RequestContext()
        mobile = MobileRequest()
        token = RiskToken()
        identifiers = AccountIdentifiers()
        graphQL.removeAll()
        credentials = nil
        credentialsIndex = 0
        parameters = CustomParameters()
        answer = nil
        hookContext = .empty
        verdict = Decision(.failedOpen, .eventMalformed)
        enrichment = DataEnrichment()
        removals.removeAll(keepingCapacity: true)
        additions.removeAll(keepingCapacity: true)
        responseCookie = .empty
        upstreamHeaders.removeAll(keepingCapacity: true)
        responseHeaders.removeAll(keepingCapacity: true)
        sendsLog = false
        writtenHeaders = .empty
        writtenDetails = .empty
        risk = RiskExchange()
        function = .enforcer
        restored.removeAll()
        loginOutcome = nil
        output.removeAll()
        calls.removeAll(keepingCapacity: true)
        decision = Decision(.failedOpen, .eventMalformed)
        trace.removeAll()
        result = .none
    }
}
