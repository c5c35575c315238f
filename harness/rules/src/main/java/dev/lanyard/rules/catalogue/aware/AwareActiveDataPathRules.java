package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Data paths as a peer sees them that asks for what it should not get. */
public final class AwareActiveDataPathRules {

    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int INVALID_PARAMETERS = 3;
    private static final int SECURITY_POLICY = 8;
    private static final int NDL_UNACCEPTABLE = 11;
    private static final Duration ALIVE = Duration.ofMillis(1_200);
    private static final int MANY = 6;
    private static final int DW_PERIOD = 512;

    /** Rules of the families NAN-AV, NAN-NDP, NAN-NDL and NAN-SEC that need an active peer. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-AV-02", "A peer is taken whose availability repeats after more than 512 TU.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.IOS)
                    .fieldFailures("espressif/esp-idf#16743")
                    .remediation("Take every period from 128 to 8192 TU; iPhones use more than 512.")
                    .judgedBy(on(talk -> accepted(talk, said -> said.first(NanAvailability.class).stream()
                            .flatMap(one -> one.entries().stream()).flatMap(entry -> entry.timeBitmap().stream())
                            .anyMatch(bitmap -> bitmap.period() > DW_PERIOD),
                            "a request with a period of more than 512 TU"))),
            rule("NAN-AV-05", "A peer with many availability entries does no harm.")
                    .obligation(Obligation.MUST, Aware.ESP).hosts(Aware.ANDROID)
                    .fieldFailures("espressif/esp-idf#17529")
                    .remediation("Bound the parser's loop by the attribute's length.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> said.first(NanAvailability.class)
                            .filter(one -> one.entries().size() >= MANY).isPresent()), (asked, said) ->
                            said.nanos() - asked.nanos() > ALIVE.toNanos(), Duration.ofSeconds(3), "an availability of many entries"))),
            rule("NAN-NDP-05", "A Data Path Request is answered within 2 s.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send a Response that accepts, continues, or rejects with a reason.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(AwareActiveDataPathRules::isRequest),
                            AwareActiveDataPathRules::isResponse, STEP, "a Data Path Request"))),
            rule("NAN-NDP-06", "An open data path to a service that must be secured is refused.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ios("(areebahmeddd/airhop#51)")).hosts(Aware.IOS)
                    .remediation("Reject with reason 8 (security policy).")
                    .judgedBy(on(talk -> securedService(talk) ? refused(talk, said -> isRequest(said)
                            && said.first(SharedKeyDescriptor.class).isEmpty(), SECURITY_POLICY,
                            "an open data path") : Finding.notApplicable("the device publishes no secured service"))),
            rule("NAN-NDP-07", "After the end of a data path another one can be opened.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Free the data interface when Termination comes.")
                    .judgedBy(on(AwareActiveDataPathRules::reconnects)),
            rule("NAN-NDP-10", "A Confirm that was lost, and comes again, is taken.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Wait for the Confirm for as long as the peer repeats it: 30 s in all.")
                    .judgedBy(on(AwareActiveDataPathRules::lostConfirm)),
            rule("NAN-NDL-03", "A peer without a common channel is refused.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Reject with reason 11 (NDL unacceptable).")
                    .judgedBy(on(talk -> refused(talk, said -> isRequest(said)
                            && talk.isOdd(said.sequence(), "foreign-channel"),
                            NDL_UNACCEPTABLE, "a request without common channel"))),
            rule("NAN-SEC-04", "A Confirm with a wrong integrity code opens nothing.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Check the code of M3, the authentication token before the body.")
                    .judgedBy(on(talk -> talk.notAnswered(talk.sent(said -> isNaf(said,
                            NanActionFrame.DATA_PATH_CONFIRM) && talk.isOdd(said.sequence(), "wrong-confirm-mic")
                            && hasZeroCode(said)),
                            (asked, said) -> isNaf(said, NanActionFrame.DATA_PATH_KEY_INSTALLMENT), STEP,
                            "a Confirm with a wrong code"))),
            rule("NAN-SEC-08", "A cipher suite that the service does not offer is refused.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Reject with reason 8 what the CSIA of the Publish does not list.")
                    .judgedBy(on(talk -> refused(talk, said -> isRequest(said) && said.first(CipherSuiteInfo.class)
                            .filter(info -> !offered(talk).isEmpty() && info.suites().stream().noneMatch(suite ->
                                    offered(talk).contains(suite.id()))).isPresent(), SECURITY_POLICY,
                            "a request with a suite that is not offered"))),
            rule("NAN-SEC-11", "A request with an unknown ND-PMKID is rejected with reason 3, not ignored.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send a rejected Response with CSIA and SCIA.")
                    .judgedBy(on(AwareActiveDataPathRules::wrongKey)));

    private AwareActiveDataPathRules() {}

    static boolean isNaf(AirTalk.Said said, int subtype) {
        return said.frame().filter(frame -> frame instanceof NanActionFrame naf && naf.subtype() == subtype)
                .isPresent();
    }

    /** What the oddity sends: only then was the device asked what the rule asks. */
    private static boolean hasZeroCode(AirTalk.Said said) {
        return said.first(SharedKeyDescriptor.class).map(one -> one.descriptor().mic())
                .filter(code -> !code.isEmpty() && code.equals(Bytes.wrap(new byte[code.length()]))).isPresent();
    }

    static boolean isRequest(AirTalk.Said said) {
        return isNaf(said, NanActionFrame.DATA_PATH_REQUEST);
    }

    static Optional<int[]> tokenStatusReason(AirTalk.Said said) {
        return said.first(NdpExtension.class).map(one -> new int[] {one.dialogToken(), one.status(), one.reason()})
                .or(() -> said.first(NdpAttribute.class).map(one -> new int[] {one.dialogToken(),
                        one.typeAndStatus() >> 4, one.reason()}));
    }

    static boolean isResponse(AirTalk.Said asked, AirTalk.Said said) {
        return isNaf(said, NanActionFrame.DATA_PATH_RESPONSE) && said.to().equals(asked.from())
                && tokenStatusReason(said).map(one -> one[0])
                        .equals(tokenStatusReason(asked).map(one -> one[0]));
    }

    private static boolean isRejection(AirTalk.Said said) {
        return tokenStatusReason(said).filter(one -> one[1] == DataPath.REJECTED).isPresent();
    }

    private static Optional<AirTalk.Said> answer(AirTalk talk, AirTalk.Said asked) {
        return talk.received(said -> said.sequence() > asked.sequence() && isResponse(asked, said)).stream()
                .findFirst();
    }

    static Finding accepted(AirTalk talk, Predicate<AirTalk.Said> which, String question) {
        for (AirTalk.Said asked : talk.sent(said -> isRequest(said) && which.test(said))) {
            Optional<AirTalk.Said> answer = answer(talk, asked);
            if (answer.isPresent()) {
                return isRejection(answer.get())
                        ? Finding.broken(question + " was rejected with reason "
                                + tokenStatusReason(answer.get()).orElseThrow()[2],
                                List.of(asked.sequence(), answer.get().sequence()))
                        : Finding.kept(question + " was taken", List.of(answer.get().sequence()));
            }
        }
        return Finding.unseen("no " + question + " was answered");
    }

    private static Finding refused(AirTalk talk, Predicate<AirTalk.Said> which, int reason, String question) {
        for (AirTalk.Said asked : talk.sent(said -> isRequest(said) && which.test(said))) {
            Optional<AirTalk.Said> answer = answer(talk, asked);
            if (answer.isPresent()) {
                int said = tokenStatusReason(answer.get()).orElseThrow()[2];
                return isRejection(answer.get())
                        ? Finding.kept(question + " was rejected with reason " + said + (said == reason ? ""
                                : ", where " + reason + " is usual"), List.of(answer.get().sequence()))
                        : Finding.broken(question + " was taken", List.of(asked.sequence(),
                                answer.get().sequence()));
            }
        }
        return Finding.unseen("no " + question + " was asked for and answered");
    }

    private static boolean securedService(AirTalk talk) {
        return !talk.received(said -> said.first(ServiceDescriptorExtension.class)
                .filter(ServiceDescriptorExtension::securityRequired).isPresent()).isEmpty();
    }

    private static Set<Integer> offered(AirTalk talk) {
        return talk.received(said -> said.first(ServiceDescriptorExtension.class).isPresent()).stream()
                .flatMap(said -> said.first(CipherSuiteInfo.class).stream())
                .flatMap(info -> info.suites().stream()).map(CipherSuiteInfo.Suite::id).collect(Collectors.toSet());
    }

    private static Finding reconnects(AirTalk talk) {
        List<AirTalk.Done> opened = talk.steps("aware.datapath").stream().filter(AirTalk.Done::hasResult).toList();
        for (AirTalk.Done end : talk.steps("aware.disconnect")) {
            boolean before = opened.stream().anyMatch(one -> one.ended("open") && one.sequence() < end.sequence());
            Optional<AirTalk.Done> again = opened.stream().filter(one -> one.sequence() > end.sequence()).findFirst();
            if (before && again.isPresent()) {
                return again.get().shows(again.get().ended("open"), "a data path was opened again",
                        "after the end of a data path the next one ended " + again.get().values().get("result"));
            }
        }
        return Finding.unseen("no data path was opened after the end of another");
    }

    private static Finding lostConfirm(AirTalk talk) {
        for (AirTalk.Done path : talk.steps("aware.datapath")) {
            if (talk.isOdd(path.sequence(), "lost-confirm") && path.hasResult()) {
                return path.shows(path.ended("open"), "the data path opened",
                        "after a lost Confirm the data path ended " + path.values().get("result"));
            }
        }
        return Finding.unseen("no Confirm was lost");
    }

    private static Finding wrongKey(AirTalk talk) {
        for (AirTalk.Done path : talk.steps("aware.datapath")) {
            List<AirTalk.Said> asked = talk.sent(said -> isRequest(said) && said.first(SharedKeyDescriptor.class)
                    .isPresent() && said.sequence() > path.sequence() && said.sequence() < path.endSequence());
            if (asked.isEmpty() || path.ended("open")) {
                continue;
            }
            Optional<AirTalk.Said> answer = talk.received(said -> isResponse(asked.getFirst(), said)).stream()
                    .findFirst();
            if (answer.isEmpty()) {
                return "refused".equals(path.arguments().get("expect.result"))
                        ? Finding.broken("a request with an unknown ND-PMKID was not answered",
                                List.of(asked.getFirst().sequence()))
                        : Finding.unseen("a secured request was not answered");
            }
            if (tokenStatusReason(answer.get()).orElseThrow()[2] == INVALID_PARAMETERS) {
                return Finding.kept("a request with an unknown ND-PMKID was rejected with reason 3",
                        List.of(answer.get().sequence()));
            }
        }
        return Finding.unseen("no request with an unknown ND-PMKID was sent");
    }
}
