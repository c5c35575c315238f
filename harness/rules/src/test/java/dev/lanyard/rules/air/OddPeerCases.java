package dev.lanyard.rules.air;

import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
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

/** Rules that take a peer which does odd things, sleeps, or comes again. */
final class OddPeerCases {

    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> DONE = Map.of("result", "done");
    private static final Map<String, String> OPEN = Map.of("result", "open");
    private static final Duration LONG = Duration.ofSeconds(10);

    private OddPeerCases() {}

    static void add(ActiveAirCases all) {
        unicastFramesWaitForTheirReceiver(all);
        theIndicatorChangesWithTheInformation(all);
        aServiceThatEndedIsSilent(all);
        aWrongCodeOfPasnInstallsNothing(all);
        aScalarOutOfRangeIsRefused(all);
        aReplayIsNotAnswered(all);
        twoPhonesStayPaired(all);
        zerosBeforeAPinCount(all);
        eitherOrderOfAPmkidIsTaken(all);
        aSecondDataPathOpensAndTakesNoProtection(all);
        aScheduleThatFallsShortIsCountered(all);
        aDataPathMayRest(all);
        groupKeysComeWithTheDataPath(all);
        aSubscribeWithoutClusterIsAnsweredAtOnce(all);
        discoveryLeavesTimeForTheAccessPoint(all);
        performanceModesAreEqual(all);
        aMessageOfPasnMayBeRepeatedLate(all);
    }

    /** Joined with an oddity. */
    static AirSession odd(String oddity) {
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

    private static void unicastFramesWaitForTheirReceiver(ActiveAirCases all) {
        // The stage begins with DW0 and goes on to DW1 first.
        all.keeps(new AirSession().play(toSleeper(3)), "NAN-SDF-13");
        all.breaks(new AirSession().play(toSleeper(1)), "NAN-SDF-13");
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

    private static void theIndicatorChangesWithTheInformation(ActiveAirCases all) {
        all.keeps(new AirSession().play(changing(2)), "NAN-SDF-15");
        all.breaks(new AirSession().play(changing(1)), "NAN-SDF-15");
        all.says(new AirSession().play(Dialogues.discovery(Dialogues.CLEAN)), "NAN-SDF-15", Kind.INCONCLUSIVE);
    }

    private static void aServiceThatEndedIsSilent(ActiveAirCases all) {
        Dialogue publishes = Dialogues.discovery(Dialogues.CLEAN);
        Map<String, String> end = Map.of("text", "stop", "means", "end-of-service");
        all.keeps(new AirSession().play(publishes).step("aware.follow-up", end, NOTHING).pass(Duration.ofSeconds(12))
                .step("bench.wait", NOTHING, NOTHING), "NAN-SDF-16");
        all.breaks(new AirSession().step("aware.follow-up", end, NOTHING).pass(LONG).play(publishes), "NAN-SDF-16");
    }

    private static void aWrongCodeOfPasnInstallsNothing(ActiveAirCases all) {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        all.keeps(odd("wrong-pasn-mic").play(pairing.without("nik-responder")).pass(LONG).step("x", NOTHING, NOTHING),
                "NAN-PAIR-09");
        all.breaks(odd("wrong-pasn-mic").play(pairing).pass(LONG).step("x", NOTHING, NOTHING), "NAN-PAIR-09");
    }

    private static void aScalarOutOfRangeIsRefused(ActiveAirCases all) {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        all.keeps(odd("invalid-scalar").play(pairing.without("pasn-2")).pass(LONG).step("x", NOTHING, NOTHING),
                "NAN-PAIR-11");
        all.breaks(odd("invalid-scalar").play(pairing).pass(LONG).step("x", NOTHING, NOTHING), "NAN-PAIR-11");
    }

    private static void aReplayIsNotAnswered(ActiveAirCases all) {
        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        Dialogue.Frame mine = pairing.frame("nik-initiator");
        Dialogue.Frame theirs = pairing.frame("nik-responder");
        AirSession kept = new AirSession().frame(mine.frequency(), mine.octets())
                .frame(theirs.frequency(), theirs.octets()).pass(Duration.ofSeconds(3))
                .frame(mine.frequency(), mine.octets()).pass(LONG).step("x", NOTHING, NOTHING);
        all.keeps(kept, "NAN-PAIR-16");
        all.breaks(new AirSession().frame(mine.frequency(), mine.octets()).frame(theirs.frequency(), theirs.octets())
                .pass(Duration.ofSeconds(3)).frame(mine.frequency(), mine.octets())
                .frame(theirs.frequency(), theirs.octets()), "NAN-PAIR-16");
    }

    private static AirSession twoPhones(String verified) {
        return new AirSession().step("aware.pair", NOTHING, DONE).step("aware.join", Map.of("odd", "second-phone"),
                NOTHING).step("aware.pair", NOTHING, DONE).step("aware.join", NOTHING, NOTHING)
                .play(Dialogues.discovery(Dialogues.CLEAN)).step("aware.verify", NOTHING, Map.of("result", verified));
    }

    private static void twoPhonesStayPaired(ActiveAirCases all) {
        all.keeps(twoPhones("done"), "NAN-PAIR-20");
        all.breaks(twoPhones("refused"), "NAN-PAIR-20");
    }

    private static AirSession pin(String stripped) {
        return new AirSession().play(Dialogues.discovery(Dialogues.CLEAN)).step("aware.pair",
                Map.of("zeros", "stripped"), Map.of("result", stripped)).step("aware.pair", NOTHING, DONE);
    }

    private static void zerosBeforeAPinCount(ActiveAirCases all) {
        all.keeps(pin("not-authentic"), "NAN-PAIR-21");
        all.breaks(pin("done"), "NAN-PAIR-21");
    }

    static Dialogue rejected(Dialogue dialogue) {
        return dialogue.replace("ndp-response", NdpExtension.class, n -> new NdpExtension(n.dialogToken(),
                DataPath.RESPONSE | DataPath.REJECTED << 4, 3, n.initiatorNdi(), n.ndpId(), n.control(), n.publishId(),
                n.responderNdi(), n.tlvs()));
    }

    private static void eitherOrderOfAPmkidIsTaken(ActiveAirCases all) {
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        all.keeps(odd("swapped-pmkid").play(secured), "NAN-PAIR-24");
        all.breaks(odd("swapped-pmkid").play(rejected(secured)), "NAN-PAIR-24");
    }

    private static AirSession beside(String result, Dialogue data) {
        AirSession session = new AirSession().step("aware.datapath", Map.of("security", "passphrase"), OPEN)
                .step("aware.datapath", Map.of("security", "open", "beside", "true"), Map.of("result", result));
        return session.play(data);
    }

    private static void aSecondDataPathOpensAndTakesNoProtection(ActiveAirCases all) {
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        Dialogue data = new Dialogue(secured.frames().stream().filter(frame -> frame.name().equals("data"))
                .map(frame -> frame.withOctets(fromDevice(frame.octets()))).toList());
        all.keeps(beside("open", data), "NAN-NDP-09");
        all.breaks(beside("refused", data), "NAN-NDP-09");
        all.keeps(beside("open", data), "NAN-SEC-12");
        all.breaks(beside("open", data.changeOctets("data", octets -> {
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

    private static void aScheduleThatFallsShortIsCountered(ActiveAirCases all) {
        all.keeps(schedule("open", "true"), "NAN-NDL-02");
        all.breaks(schedule("refused", "false"), "NAN-NDL-02");
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

    private static void aDataPathMayRest(ActiveAirCases all) {
        all.keeps(resting(Duration.ofSeconds(9), false), "NAN-NDL-06");
        all.breaks(resting(Duration.ofSeconds(3), true), "NAN-NDL-06");
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

    private static void groupKeysComeWithTheDataPath(ActiveAirCases all) {
        all.keeps(new AirSession().play(withGroupKeys(true)), "NAN-SEC-09");
        all.breaks(new AirSession().play(withGroupKeys(false)), "NAN-SEC-09");
    }

    private static void aSubscribeWithoutClusterIsAnsweredAtOnce(ActiveAirCases all) {
        Dialogue clean = Dialogues.unsynchronised(Dialogues.CLEAN);
        all.keeps(new AirSession().play(clean).pass(LONG).step("x", NOTHING, NOTHING), "NAN-USD-03");
        all.breaks(new AirSession().play(clean.without("solicited")).pass(LONG).step("x", NOTHING, NOTHING),
                "NAN-USD-03");
    }

    private static Bytes association(int subtype, boolean fromDevice) {
        var point = Actor.PHONE.withNmi(dev.lanyard.wire.net.MacAddress.parse("02:00:00:00:00:aa")).nmi();
        var device = Actor.ACCESSORY.nmi();
        return FrameHeader.management(subtype, fromDevice ? point : device, fromDevice ? device : point, point, 1)
                .encode().concat(Bytes.wrap(new byte[6]));
    }

    private static void discoveryLeavesTimeForTheAccessPoint(ActiveAirCases all) {
        Dialogue clean = Dialogues.unsynchronised(Dialogues.CLEAN);
        all.keeps(new AirSession().play(clean).frame(Nan.CHANNEL_2_4GHZ, association(0, true))
                .frame(Nan.CHANNEL_2_4GHZ, association(1, false)).pass(LONG).step("x", NOTHING, NOTHING), "NAN-USD-04");
        all.breaks(new AirSession().play(clean).frame(Nan.CHANNEL_2_4GHZ, association(0, true)).pass(LONG)
                .frame(Nan.CHANNEL_2_4GHZ, association(0, true)), "NAN-USD-04");
    }

    private static void performanceModesAreEqual(ActiveAirCases all) {
        AirSession session = new AirSession().play(Dialogues.discovery(Dialogues.CLEAN));
        all.says(session, "NAN-APP-03", Kind.NOT_APPLICABLE);
        all.says(session, "NAN-APP-03", Kind.PASS, modes(Declarations.Mode.BULK));
        all.says(session, "NAN-APP-03", Kind.WARN, modes(Declarations.Mode.REALTIME));
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

    private static void aMessageOfPasnMayBeRepeatedLate(ActiveAirCases all) {
        all.keeps(new AirSession().play(repeating("pasn-1", Bytes.EMPTY)), "NAN-PAIR-01");
        all.keeps(new AirSession().play(repeating("pasn-2", Bytes.EMPTY)), "NAN-PAIR-01");
        all.breaks(new AirSession().play(repeating("pasn-2", Bytes.of(221, 0))), "NAN-PAIR-01");
    }
}
