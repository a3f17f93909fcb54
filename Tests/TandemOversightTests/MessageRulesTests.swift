import Foundation
import TandemLedger
import TandemOversight
import Testing

struct MessageRulesTests {
    @Test func `the signature is the one of the Standard Webhooks libraries' tests`() throws {
        let secret = try #require(Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let headers = WebhookSignature.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Instant(milliseconds: 1_614_265_330_000),
            body: Array("{\"test\": 2432232314}".utf8), secret: Array(secret))
        #expect(headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(headers["webhook-timestamp"] == "1614265330")
        #expect(headers["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(WebhookSignature.shown(Array(secret)) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    }

    @Test(arguments: [
        "127.0.0.1", "127.8.9.1", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "192.0.2.9", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001::1", "[::1]", "3fff::1",
        // Not addresses at all, or spellings that libraries read differently.
        "localhost", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "1.2.3.4.5", ":::", "1::2::3", "12345::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::ffff:256.1.1.1", "+1::", "",
    ])
    func `an address that is not public is refused`(_ address: String) {
        #expect(AddressRules.refusal(of: address) != nil)
    }

    @Test(arguments: [
        "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::",
    ])
    func `a public address is not refused`(_ address: String) {
        #expect(AddressRules.refusal(of: address) == nil)
    }

    @Test func `an operator can allow a block, also where it is wrapped`() throws {
        let allowed = [try #require(NetworkRange("10.1.0.0/16")), try #require(NetworkRange("fd00::/8"))]
        #expect(AddressRules.refusal(of: "10.1.2.3", allowed: allowed) == nil)
        #expect(AddressRules.refusal(of: "::ffff:10.1.2.3", allowed: allowed) == nil)
        #expect(AddressRules.refusal(of: "fd12::1", allowed: allowed) == nil)
        #expect(AddressRules.refusal(of: "10.2.0.1", allowed: allowed) != nil)
        #expect(AddressRules.refusal(of: "127.0.0.1", allowed: allowed) != nil)
        #expect(NetworkRange("10.0.0.0/33") == nil && NetworkRange("x/8") == nil && NetworkRange("10.0.0.0/") == nil)
    }

    @Test(arguments: [
        ("https://example.org/hook?a=1", true), ("http://example.org:8080", true), ("ftp://example.org", false),
        ("https://", false), ("example.org", false), ("https://me:secret@example.org", false),
        ("https://example.org/#part", false), ("javascript:alert(1)", false), ("https://example.org:99999/", false),
    ])
    func `a callback is a plain web address`(_ url: String, _ isFine: Bool) {
        #expect((CallbackRules.refusal(of: url) == nil) == isFine)
    }

    @Test(arguments: [200, 201, 204, 299])
    func `an answer of the two hundreds is delivered`(_ status: Int) {
        let verdict = DeliveryRules.verdict(.answered(status: status, retryAfter: nil), attempt: 1, jitter: 0.5)
        #expect(verdict == .delivered)
    }

    @Test func `gone and refused end a message at once`() {
        for result in [DeliveryResult.answered(status: 410, retryAfter: nil), .refused("private")] {
            guard case .dead = DeliveryRules.verdict(result, attempt: 1, jitter: 0) else {
                Issue.record("\(result) should be the end")
                continue
            }
        }
    }

    @Test func `waits double, are spread over their upper half and end`() {
        func wait(_ attempt: Int, _ jitter: Double) -> Int? {
            let verdict = DeliveryRules.verdict(.failed("no route"), attempt: attempt, jitter: jitter)
            if case .retry(let wait, _) = verdict { return wait }
            return nil
        }
        #expect(wait(1, 0) == 2500 && wait(1, 0.999_999) == 4999)
        #expect(wait(2, 0) == 5000 && wait(3, 0) == 10_000)
        #expect((1..<DeliveryRules.tries).compactMap { wait($0, 0.99) }.max() ?? 0 <= 43_200_000)
        #expect(wait(DeliveryRules.tries - 1, 0) != nil && wait(DeliveryRules.tries, 0) == nil)
    }

    @Test func `a receiver that says when to come back is heeded, up to a day`() {
        func wait(_ status: Int, _ after: Int) -> Int? {
            let result = DeliveryResult.answered(status: status, retryAfter: after)
            if case .retry(let wait, _) = DeliveryRules.verdict(result, attempt: 1, jitter: 0) { return wait }
            return nil
        }
        #expect(wait(429, 120) == 120_000 && wait(503, 60) == 60_000)
        #expect(wait(429, 1) == 2500 && wait(429, -5) == 2500 && wait(429, 10_000_000) == 86_400_000)
        #expect(wait(500, 120) == 2500)
    }
}
