package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.CipherSuiteInfo;
import dev.lanyard.wire.nan.DataPath;
import dev.lanyard.wire.nan.DeviceCapability;
import dev.lanyard.wire.nan.KeyDescriptor;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.Ndl;
import dev.lanyard.wire.nan.NdpExtension;
import dev.lanyard.wire.nan.ServiceDescriptor;
import dev.lanyard.wire.nan.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.SharedKeyDescriptor;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rules that take a peer which asks, errs and comes back: evidence that keeps each, and evidence that breaks it. */
class ActiveAirRulesTest {

    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> DONE = Map.of("result", "done");
    private static final Map<String, String> OPEN = Map.of("result", "open");
    private static final Duration LONG = Duration.ofSeconds(10);

    private static void keeps(AirSession session, String rule) {
        Verdict verdict = session.judge(rule);
        assertEquals(Kind.PASS, verdict.kind(), verdict::reason);
    }

    private static void breaks(AirSession session, String rule) {
        Verdict verdict = session.judge(rule);
        assertEquals(true, verdict.kind() == Kind.FAIL || verdict.kind() == Kind.WARN, verdict::reason);
    }

    /** Joined with an oddity. */
    private static AirSession odd(String oddity) {
        return new AirSession().step("aware.join", Map.of("odd", oddity), NOTHING);
    }

    private static Dialogue toSleeper(int windows) {
        Stage stage = new Stage();
        DeviceCapability usual = Typical.capability(Actor.PHONE);
        DeviceCapability sleepy = new DeviceCapability(usual.mapId(), 0x000B, usual.supportedBands(),
                usual.operationMode(), usual.antennas(), usual.maxChannelSwitchTime(), usual.capabilities());
        stage.discoveryWindow(Actor.ACCESSORY);
        stage.multicast("subscribe", Actor.PHONE, List.of(ServiceDescriptor.of(ServiceDescriptor.Type.SUBSCRIBE,
                Typical.SERVICE, Typical.SUBSCRIBE_ID, 0), sleepy));
        for (int i = 0; i < windows; i++) {
            stage.discoveryWindow(Actor.ACCESSORY);
        }
        stage.unicast("solicited", Actor.ACCESSORY, Actor.PHONE, Typical.publish(Actor.ACCESSORY,
                Typical.SUBSCRIBE_ID));
        return stage.dialogue();
    }

    @Test
    void unicastFramesWaitForTheirReceiver() {
        // The stage begins with DW0 and goes on to DW1 first.
        keeps(new AirSession().play(toSleeper(3)), "NAN-SDF-13");
        breaks(new AirSession().play(toSleeper(1)), "NAN-SDF-13");
    }

    private static Dialogue changing(int indicator) {
        Stage stage = new Stage();
        for (int i = 0; i < 2; i++) {
            ServiceDescriptor descriptor = ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, Typical.SERVICE,
                    Typical.PUBLISH_ID, 0).withServiceInfo(Bytes.of(i));
            stage.multicast("publish", Actor.ACCESSORY, List.of(descriptor, ServiceDescriptorExtension.of(
                    Typical.PUBLISH_ID, 0).withUpdateIndicator(i == 0 ? 1 : indicator)));
        }
        return stage.dialogue();
    }

    @Test
    void theIndicatorChangesWithTheInformation() {
        keeps(new AirSession().play(changing(2)), "NAN-SDF-15");
        breaks(new AirSession().play(changing(1)), "NAN-SDF-15");
        assertEquals(Kind.INCONCLUSIVE, new AirSession().play(Dialogues.discovery(Dialogues.CLEAN)).judge("NAN-SDF-15")
                .kind());
    }

    @Test
    void aServiceThatEndedIsSilent() {
        Dialogue publishes = Dialogues.discovery(Dialogues.CLEAN);
        Map<String, String> end = Map.of("text", "stop", "means", "end-of-service");
        keeps(new AirSession().play(publishes).step("aware.follow-up", end, NOTHING).pass(Duration.ofSeconds(12))
                .step("bench.wait", NOTHING, NOTHING), "NAN-SDF-16");
        breaks(new AirSession().step("aware.follow-up", end, NOTHING).pass(LONG).play(publishes), "NAN-SDF-16");
    }

    @Test
    void aWrongCodeOfPasnInstallsNothing() {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        keeps(odd("wrong-pasn-mic").play(pairing.without("nik-responder")).pass(LONG).step("x", NOTHING, NOTHING),
                "NAN-PAIR-09");
        breaks(odd("wrong-pasn-mic").play(pairing).pass(LONG).step("x", NOTHING, NOTHING), "NAN-PAIR-09");
    }

    @Test
    void aScalarOutOfRangeIsRefused() {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        keeps(odd("invalid-scalar").play(pairing.without("pasn-2")).pass(LONG).step("x", NOTHING, NOTHING),
                "NAN-PAIR-11");
        breaks(odd("invalid-scalar").play(pairing).pass(LONG).step("x", NOTHING, NOTHING), "NAN-PAIR-11");
    }

    @Test
    void aReplayIsNotAnswered() {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        Dialogue.Frame mine = pairing.frame("nik-initiator");
        Dialogue.Frame theirs = pairing.frame("nik-responder");
        AirSession kept = new AirSession().frame(mine.frequency(), mine.octets())
                .frame(theirs.frequency(), theirs.octets()).pass(Duration.ofSeconds(3))
                .frame(mine.frequency(), mine.octets()).pass(LONG).step("x", NOTHING, NOTHING);
        keeps(kept, "NAN-PAIR-16");
        breaks(new AirSession().frame(mine.frequency(), mine.octets()).frame(theirs.frequency(), theirs.octets())
                .pass(Duration.ofSeconds(3)).frame(mine.frequency(), mine.octets())
                .frame(theirs.frequency(), theirs.octets()), "NAN-PAIR-16");
    }

    private static AirSession twoPhones(String verified) {
        return new AirSession().step("aware.pair", NOTHING, DONE).step("aware.join", Map.of("odd", "second-phone"),
                NOTHING).step("aware.pair", NOTHING, DONE).step("aware.join", NOTHING, NOTHING)
                .play(Dialogues.discovery(Dialogues.CLEAN)).step("aware.verify", NOTHING, Map.of("result", verified));
    }

    @Test
    void twoPhonesStayPaired() {
        keeps(twoPhones("done"), "NAN-PAIR-20");
        breaks(twoPhones("refused"), "NAN-PAIR-20");
    }

    private static AirSession pin(String stripped) {
        return new AirSession().play(Dialogues.discovery(Dialogues.CLEAN)).step("aware.pair",
                Map.of("zeros", "stripped"), Map.of("result", stripped)).step("aware.pair", NOTHING, DONE);
    }

    @Test
    void zerosBeforeAPinCount() {
        keeps(pin("not-authentic"), "NAN-PAIR-21");
        breaks(pin("done"), "NAN-PAIR-21");
    }

    private static Dialogue rejected(Dialogue dialogue) {
        return dialogue.replace("ndp-response", NdpExtension.class, n -> new NdpExtension(n.dialogToken(),
                DataPath.RESPONSE | DataPath.REJECTED << 4, 3, n.initiatorNdi(), n.ndpId(), n.control(), n.publishId(),
                n.responderNdi(), n.tlvs()));
    }

    @Test
    void eitherOrderOfAPmkidIsTaken() {
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        keeps(odd("swapped-pmkid").play(secured), "NAN-PAIR-24");
        breaks(odd("swapped-pmkid").play(rejected(secured)), "NAN-PAIR-24");
    }

    private static AirSession beside(String result, Dialogue data) {
        AirSession session = new AirSession().step("aware.datapath", Map.of("security", "passphrase"), OPEN)
                .step("aware.datapath", Map.of("security", "open", "beside", "true"), Map.of("result", result));
        return session.play(data);
    }

    @Test
    void aSecondDataPathOpensAndTakesNoProtection() {
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        Dialogue data = new Dialogue(secured.frames().stream().filter(frame -> frame.name().equals("data"))
                .map(frame -> frame.withOctets(fromDevice(frame.octets()))).toList());
        keeps(beside("open", data), "NAN-NDP-09");
        breaks(beside("refused", data), "NAN-NDP-09");
        keeps(beside("open", data), "NAN-SEC-12");
        breaks(beside("open", data.changeOctets("data", octets -> {
            byte[] plain = octets.toArray();
            plain[1] &= ~0x40;
            return Bytes.wrap(plain);
        })), "NAN-SEC-12");
    }

    /** The same data frame the other way round. */
    private static Bytes fromDevice(Bytes octets) {
        return octets.truncate(4).concat(Actor.PHONE.ndi().bytes()).concat(Actor.ACCESSORY.ndi().bytes())
                .concat(octets.from(16));
    }

    private static AirSession schedule(String result, String countered) {
        return odd("few-slots").play(Dialogues.discovery(Dialogues.CLEAN)).step("aware.datapath", NOTHING,
                Map.of("result", result, "countered", countered));
    }

    @Test
    void aScheduleThatFallsShortIsCountered() {
        keeps(schedule("open", "true"), "NAN-NDL-02");
        breaks(schedule("refused", "false"), "NAN-NDL-02");
    }

    private static AirSession resting(Duration before, boolean ends) {
        Dialogue open = Dialogues.openDataPath(stage -> stage.edit("ndp-request", attributes -> attributes.stream()
                .<NanAttribute>map(one -> one instanceof Ndl ndl ? new Ndl(ndl.dialogToken(), ndl.typeAndStatus(),
                        ndl.reason(), ndl.control() | Ndl.MAX_IDLE_PERIOD_PRESENT, ndl.peerId(), OptionalInt.of(12),
                        List.of()) : one).toList()));
        Dialogue.Frame last = open.frame("ndp-termination");
        AirSession session = new AirSession().begin("aware.datapath", NOTHING)
                .play(open.without("ndp-termination").without("data")).end(OPEN).pass(before);
        return (ends ? session.frame(last.frequency(), byDevice(last.octets())) : session)
                .step("bench.wait", NOTHING, NOTHING);
    }

    private static Bytes byDevice(Bytes octets) {
        return octets.truncate(4).concat(Actor.PHONE.nmi().bytes()).concat(Actor.ACCESSORY.nmi().bytes())
                .concat(octets.from(16));
    }

    @Test
    void aDataPathMayRest() {
        keeps(resting(Duration.ofSeconds(9), false), "NAN-NDL-06");
        breaks(resting(Duration.ofSeconds(3), true), "NAN-NDL-06");
    }

    private static Dialogue withGroupKeys(boolean given) {
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        for (String name : List.of("ndp-request", "ndp-response")) {
            secured = secured.replace(name, CipherSuiteInfo.class, one -> new CipherSuiteInfo(2, one.suites()));
        }
        return secured.replace("ndp-key-installment", SharedKeyDescriptor.class, one -> {
            KeyDescriptor d = one.descriptor();
            return new SharedKeyDescriptor(one.publishId(), new KeyDescriptor(d.type(), d.keyInformation()
                    | (given ? 0x1000 : 0), d.keyLength(), d.replayCounter(), d.nonce(), d.iv(), d.rsc(), d.reserved(),
                    d.mic(), given ? Bytes.wrap(new byte[40]) : Bytes.EMPTY));
        });
    }

    @Test
    void groupKeysComeWithTheDataPath() {
        keeps(new AirSession().play(withGroupKeys(true)), "NAN-SEC-09");
        breaks(new AirSession().play(withGroupKeys(false)), "NAN-SEC-09");
    }

    @Test
    void aSubscribeWithoutClusterIsAnsweredAtOnce() {
        Dialogue clean = Dialogues.unsynchronised(Dialogues.CLEAN);
        keeps(new AirSession().play(clean).pass(LONG).step("x", NOTHING, NOTHING), "NAN-USD-03");
        breaks(new AirSession().play(clean.without("solicited")).pass(LONG).step("x", NOTHING, NOTHING), "NAN-USD-03");
    }

    private static Bytes association(int subtype, boolean fromDevice) {
        var point = Actor.PHONE.withNmi(dev.lanyard.wire.net.MacAddress.parse("02:00:00:00:00:aa")).nmi();
        var device = Actor.ACCESSORY.nmi();
        return FrameHeader.management(subtype, fromDevice ? point : device, fromDevice ? device : point, point, 1)
                .encode().concat(Bytes.wrap(new byte[6]));
    }

    @Test
    void discoveryLeavesTimeForTheAccessPoint() {
        Dialogue clean = Dialogues.unsynchronised(Dialogues.CLEAN);
        keeps(new AirSession().play(clean).frame(Nan.CHANNEL_2_4GHZ, association(0, true))
                .frame(Nan.CHANNEL_2_4GHZ, association(1, false)).pass(LONG).step("x", NOTHING, NOTHING), "NAN-USD-04");
        breaks(new AirSession().play(clean).frame(Nan.CHANNEL_2_4GHZ, association(0, true)).pass(LONG)
                .frame(Nan.CHANNEL_2_4GHZ, association(0, true)), "NAN-USD-04");
    }

    @Test
    void performanceModesAreEqual() {
        AirSession session = new AirSession().play(Dialogues.discovery(Dialogues.CLEAN));
        assertEquals(Kind.NOT_APPLICABLE, session.judge("NAN-APP-03").kind());
        assertEquals(Kind.PASS, session.judge("NAN-APP-03", modes(Declarations.Mode.BULK)).kind());
        assertEquals(Kind.WARN, session.judge("NAN-APP-03", modes(Declarations.Mode.REALTIME)).kind());
    }

    private static Declarations modes(Declarations.Mode app) {
        return new Declarations(Duration.ofSeconds(1), false, false, Optional.empty(), Optional.empty(),
                Optional.of(new Declarations.Performance(Declarations.Mode.BULK, app)));
    }

    /** Message 3 crossed with a repeat of message 1 or 2, as happens where a device computes for long. */
    private static Dialogue repeating(String name, Bytes end) {
        Dialogue clean = Dialogues.pairing(Dialogues.CLEAN);
        long late = clean.frame("pasn-3").tsf() + 2_000;
        Dialogue.Frame again = clean.frame(name);
        return clean.with(new Dialogue(List.of(new Dialogue.Frame(name + "-again", late, again.frequency(),
                again.octets().concat(end)))));
    }

    @Test
    void aMessageOfPasnMayBeRepeatedLate() {
        keeps(new AirSession().play(repeating("pasn-1", Bytes.EMPTY)), "NAN-PAIR-01");
        keeps(new AirSession().play(repeating("pasn-2", Bytes.EMPTY)), "NAN-PAIR-01");
        breaks(new AirSession().play(repeating("pasn-2", Bytes.of(221, 0))), "NAN-PAIR-01");
    }
}
