package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.DataPathSetup;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.NdpFields;
import dev.lanyard.rules.air.PathSecrets;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Security of data paths: NAN-SEC. */
public final class AwareSecurityRules {

    /** Rules NAN-SEC-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-SEC-01", "A secured Request names one cipher suite, a PMKID and a key descriptor.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Add attributes 0x22 (with one suite), 0x23 and 0x24.")
                    .watchedBy(AirJudge.onContent(AwareDataPathRules.path(AwareSecurityRules::request), FrameKind.NAF)),
            rule("NAN-SEC-02", "Key information and replay counters are those of the four messages.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Key information 0088, 0108, 03C8, 0348; the counter of message 2 is that of 1, the "
                            + "counter of 3 one more, and of 4 that of 3.")
                    .watchedBy(AirJudge.on(AwareDataPathRules.path(AwareSecurityRules::descriptor), FrameKind.NAF)),
            rule("NAN-SEC-03", "The integrity codes of messages 2, 3 and 4 verify.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Compute the code over the body with the code set to zero; message 3 puts the "
                    + "token of message 1 before it.")
                    .watchedBy(AirJudge.on(AwareDataPathRules.path(AwareSecurityRules::code), FrameKind.NAF)),
            rule("NAN-SEC-05", "The PMKID is that of the PMK, both management addresses and the service.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("HMAC(PMK, \"NAN PMK Name\", initiator NMI, responder NMI, service id), 16 octets.")
                    .watchedBy(AirJudge.on(AwareDataPathRules.path(AwareSecurityRules::pmkid), FrameKind.NAF)),
            rule("NAN-SEC-06", "Nonces are new for every set-up.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Draw 32 octets from a cryptographic random source for every message 1 and 2.")
                    .watchedBy(AirJudge.on(AwareDataPathRules.path(AwareSecurityRules::nonce), FrameKind.NAF)),
            rule("NAN-SEC-07", "All data of a secured path are protected, under growing packet numbers.")
                    .obligation(Obligation.MUST, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Install the keys before the first datagram goes out, and never send in the clear.")
                    .watchedBy(AirJudge.on(AwareSecurityRules::data, FrameKind.DATA)),
            rule("NAN-SEC-10", "Once a secured path is up, data path frames between the two go from data interface to "
                    + "data interface in category 9.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send Termination and further Requests over the protected interfaces.")
                    .watchedBy(AirJudge.on(AwareSecurityRules::switched, FrameKind.NAF)));

    private static final Map<Integer, Integer> KEY_INFORMATION = Map.of(
            DataPathSetup.REQUEST, KeyDescriptor.PAIRWISE | KeyDescriptor.ACK,
            DataPathSetup.RESPONSE, KeyDescriptor.PAIRWISE | KeyDescriptor.MIC,
            DataPathSetup.CONFIRM, KeyDescriptor.PAIRWISE | KeyDescriptor.MIC | KeyDescriptor.ACK
                    | KeyDescriptor.INSTALL | KeyDescriptor.SECURE,
            DataPathSetup.KEY_INSTALLMENT, KeyDescriptor.PAIRWISE | KeyDescriptor.MIC | KeyDescriptor.INSTALL
                    | KeyDescriptor.SECURE);
    private static final int NULL_DATA = 4;
    private static final int MAX_NONCES = 256;

    private AwareSecurityRules() {}

    private static void request(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        if (frame.subtype() != DataPathSetup.REQUEST || !fields.secured()) {
            return;
        }
        int suites = frame.value(CipherSuiteInfo.class).map(csia -> csia.suites().size()).orElse(0);
        String missing = suites != 1 ? "exactly one suite (it names " + suites + ")"
                : !frame.has(SecurityContextInfo.class) ? "Security Context Information (0x23)"
                : !frame.has(SharedKeyDescriptor.class) ? "a Shared-Key Descriptor (0x24)" : "";
        ruling.require(missing.isEmpty(), () -> "the secured Request lacks " + missing);
    }

    private static void descriptor(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        Optional<Placed<SharedKeyDescriptor>> placed = frame.first(SharedKeyDescriptor.class);
        if (placed.isEmpty()) {
            return;
        }
        KeyDescriptor own = placed.get().value().descriptor();
        int expected = KEY_INFORMATION.get(frame.subtype());
        if ((own.keyInformation() & ~KeyDescriptor.ENCRYPTED) != expected) {
            ruling.broken(placed.get(), "%s has key information 0x%04x, not 0x%04x".formatted(
                    NanActionFrame.name(frame.subtype()), own.keyInformation(), expected));
            return;
        }
        Optional<DataPathSetup> path = sight.air().dataPath(fields);
        int before = frame.subtype() == DataPathSetup.KEY_INSTALLMENT ? DataPathSetup.CONFIRM : DataPathSetup.REQUEST;
        Optional<Long> counter = path.flatMap(p -> p.descriptor(before)).map(d -> d.descriptor().replayCounter())
                .map(value -> frame.subtype() == DataPathSetup.CONFIRM ? value + 1 : value);
        ruling.require(frame.subtype() == DataPathSetup.REQUEST || counter.isEmpty()
                || counter.get() == own.replayCounter(), placed.get(), () -> "the replay counter is "
                        + own.replayCounter()
                + ", not " + counter.orElse(0L));
    }

    private static void code(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        Optional<Placed<SharedKeyDescriptor>> placed = frame.first(SharedKeyDescriptor.class);
        Optional<DataPathSetup> path = sight.air().dataPath(fields);
        if (frame.subtype() == DataPathSetup.REQUEST || placed.isEmpty() || path.isEmpty()) {
            return;
        }
        PathSecrets.of(sight.air(), path.get(), frame).ifPresent(secrets -> secrets.verify(frame, placed.get())
                .ifPresent(good -> ruling.require(good, placed.get(), () -> "the integrity code of "
                        + NanActionFrame.name(frame.subtype()) + " is not that of the keys")));
    }

    private static void pmkid(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        Optional<Placed<SecurityContextInfo>> placed = frame.first(SecurityContextInfo.class);
        Optional<DataPathSetup> path = sight.air().dataPath(fields);
        if (frame.subtype() != DataPathSetup.RESPONSE || fields.status() == DataPath.REJECTED || placed.isEmpty()
                || path.isEmpty()) {
            return;
        }
        PathSecrets.proven(sight.air(), path.get(), frame).filter(PathSecrets::knowsService).ifPresent(secrets ->
                ruling.require(
                secrets.hasPmkid(placed.get().value()), placed.get(), "the PMKID is not that of the PMK whose keys "
                        + "made the integrity code"));
    }

    /** Nonces and the set-ups that they were for. */
    private static final class Nonces extends LinkedHashMap<Bytes, Object> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Object> eldest) {
            return size() > MAX_NONCES;
        }
    }

    private static void nonce(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        if (frame.subtype() > DataPathSetup.RESPONSE) {
            return;
        }
        frame.first(SharedKeyDescriptor.class).ifPresent(placed -> {
            Bytes nonce = Bytes.wrap(placed.value().descriptor().nonce().toArray());
            Object setup = List.of(fields.initiatorNdi(), fields.ndpId(), fields.dialogToken());
            Object before = sight.sender().memory(Nonces.class, Nonces::new).putIfAbsent(nonce, setup);
            boolean zero = nonce.equals(Bytes.wrap(new byte[nonce.length()]));
            ruling.require(!zero && (before == null || before.equals(setup)), placed, () -> zero ? "the nonce is zero"
                    : "the nonce is that of an earlier set-up");
        });
    }

    /** The last packet numbers of a device's data frames: they begin anew with the keys of each path. */
    private static final class Numbers {
        private static final int MOST = 64;
        private final Map<DataPathSetup, Long> last = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<DataPathSetup, Long> eldest) {
                return size() > MOST;
            }
        };
    }

    private static void data(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean empty = (frame.header().subtype() & NULL_DATA) != 0;
        Optional<DataPathSetup> path = sight.air().securedPath(frame.transmitter(), frame.receiver());
        if (empty || path.isEmpty()) {
            return;
        }
        if (!frame.header().isProtected()) {
            ruling.broken("a data frame to " + frame.receiver() + " is not protected");
            return;
        }
        Map<DataPathSetup, Long> numbers = sight.sender().memory(Numbers.class, Numbers::new).last;
        long last = numbers.getOrDefault(path.get(), -1L);
        long number = frame.packetNumber().orElse(-1);
        ruling.require(number > last || frame.header().retry(), () -> "packet number " + number + " follows "
                + last);
        numbers.put(path.get(), Math.max(last, number));
    }

    private static void switched(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        int subtype = frame.subtype();
        Optional<Device> receiver = sight.receiver();
        if (subtype < DataPathSetup.REQUEST || subtype > DataPathSetup.TERMINATION || receiver.isEmpty()) {
            return;
        }
        boolean secured = sight.air().securedPath(sight.from(), receiver.get().nmi())
                .filter(DataPathSetup::isSurelyUp).isPresent();
        boolean paired = sight.air().pasn(sight.from(), receiver.get().nmi()).isPresent();
        if (secured && !paired) {
            boolean protects = frame.category() == ActionBody.PROTECTED_DUAL
                    && sight.air().isDataInterface(frame.transmitter());
            ruling.require(protects, () -> NanActionFrame.name(subtype) + " from " + frame.transmitter()
                    + " in category "
                    + frame.category() + ", though a secured path is up");
        }
    }
}
