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
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Setting up data paths and their schedules: NAN-NDP, NAN-NDL. */
public final class AwareDataPathRules {

    /** Rules NAN-NDP-* and NAN-NDL-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-NDP-01", "A data path is set up in the order Request, Response, Confirm, Key Installment.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send every message in its turn: a secured path needs all four.")
                    .watchedBy(AirJudge.on(path(AwareDataPathRules::order), FrameKind.NAF)),
            rule("NAN-NDP-02", "Dialog token, NDP id and initiator NDI stay the same through a set-up.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Copy all three from the Request.")
                    .watchedBy(AirJudge.on(path(AwareDataPathRules::constant), FrameKind.NAF)),
            rule("NAN-NDP-03", "The control bits of NDP and NDPE match their fields.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Set b3 with a publish id and b4 with a responder NDI; a Response has the latter.")
                    .watchedBy(AirJudge.onContent(AwareDataPathRules::layout, FrameKind.NAF)),
            rule("NAN-NDP-04", "NDPE is used where both sides support it, and NDP elsewhere.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Compare b3 of both Device Capability attributes.")
                    .watchedBy(AirJudge.on(path(AwareDataPathRules::extension), FrameKind.NAF)),
            rule("NAN-NDP-08", "A data interface address is locally administered and not the management address.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Draw an address of its own for the data interface.")
                    .watchedBy(AirJudge.onContent(path(AwareDataPathRules::address), FrameKind.NAF)),
            rule("NAN-NDL-01", "A Request has NDL, QoS and availability; a Response that does not refuse has NDL, and "
                    + "the NDC that it announces.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Add attributes 0x14, 0x15 and 0x12; and 0x13 when b2 of the NDL control is set.")
                    .watchedBy(AirJudge.onContent(path(AwareDataPathRules::schedule), FrameKind.NAF)),
            rule("NAN-NDL-04", "A schedule has what was asked, and more than one slot in 512 TU.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.ALL)
                    .fieldFailures("espressif/esp-idf#19066")
                    .remediation("Commit more slots: with one in 524 ms, datagrams come in bursts.")
                    .watchedBy(AirJudge.on(AwareDataPathRules::slots, FrameKind.NAF)),
            rule("NAN-NDL-05", "Data are sent in the slots of the schedule.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Queue data until the next slot that both sides committed.")
                    .watchedBy(AirJudge.on(AwareDataPathRules::inSlot, FrameKind.DATA)));

    private static final int SLOTS_OF_PERIOD = Nan.DW_PERIOD / Nan.SLOT;
    private static final int SLOTS_OF_CYCLE = Nan.DW_CYCLE * SLOTS_OF_PERIOD;
    private static final long SLOT_MICROS = Nan.SLOT * Nan.TU_MICROS;
    private static final long PERIOD_NANOS = Nan.tu(Nan.DW_PERIOD).toNanos();

    private AwareDataPathRules() {}

    @FunctionalInterface
    interface OnPath {
        void see(Sight sight, NdpFields fields, Ruling ruling);
    }

    /** Judges messages of set-ups: subtypes 5 to 8. */
    static AirJudge.OnFrame path(OnPath judge) {
        return (sight, ruling) -> {
            int subtype = sight.frame().subtype();
            if (subtype >= DataPathSetup.REQUEST && subtype <= DataPathSetup.KEY_INSTALLMENT) {
                NdpFields.of(sight.frame()).ifPresent(fields -> judge.see(sight, fields, ruling));
            }
        };
    }

    private static void order(Sight sight, NdpFields fields, Ruling ruling) {
        int subtype = sight.frame().subtype();
        Optional<DataPathSetup> path = sight.air().dataPath(fields);
        if (subtype == DataPathSetup.REQUEST || path.isEmpty()) {
            return;
        }
        int last = path.get().lastSubtype();
        ruling.require(subtype == last || subtype == last + 1, () -> NanActionFrame.name(subtype) + " follows "
                + NanActionFrame.name(last));
    }

    private static void constant(Sight sight, NdpFields fields, Ruling ruling) {
        int subtype = sight.frame().subtype();
        if (subtype == DataPathSetup.REQUEST) {
            return;
        }
        Optional<DataPathSetup> path = sight.air().dataPath(fields);
        if (path.isPresent()) {
            int asked = path.get().request().dialogToken();
            ruling.require(fields.dialogToken() == asked, fields.place(), () -> "the dialog token is "
                    + fields.dialogToken()
                    + ", that of the Request " + asked);
            return;
        }
        MacAddress peer = sight.receiver().map(Device::nmi).orElse(sight.frame().receiver());
        sight.air().dataPaths().stream().filter(open -> !open.wasEstablished() && !open.isRejected()
                && open.lastSubtype() == subtype - 1 && open.request().dialogToken() == fields.dialogToken()
                && List.of(open.pair().initiator(), open.pair().responder()).containsAll(List.of(sight.from(), peer)))
                .findFirst().ifPresent(open -> ruling.broken(fields.place(), "NDP id and initiator NDI are "
                        + fields.ndpId() + " and " + fields.initiatorNdi() + ", those of the Request "
                        + open.key().ndpId() + " and " + open.key().initiatorNdi()));
    }

    private static void layout(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        AwareAttributeRules.layout(sight, AttributeId.NDP, ruling);
        AwareAttributeRules.layout(sight, AttributeId.NDP_EXTENSION, ruling);
        NdpFields.of(frame).filter(fields -> frame.subtype() == DataPathSetup.RESPONSE
                && fields.status() != DataPath.REJECTED && fields.responderNdi().isEmpty())
                .ifPresent(fields -> ruling.broken(fields.place(), "the Response has no responder NDI"));
    }

    private static void extension(Sight sight, NdpFields fields, Ruling ruling) {
        Optional<DeviceCapability> own = sight.frame().value(DeviceCapability.class)
                .or(() -> sight.sender().capability());
        Optional<DeviceCapability> peer = sight.receiver().flatMap(Device::capability);
        if (own.isEmpty() || peer.isEmpty()) {
            return;
        }
        boolean both = own.get().supportsNdpe() && peer.get().supportsNdpe();
        ruling.require(both == fields.extension(), fields.place(), () -> both
                ? "both sides support NDPE, the frame has NDP"
                : "the frame has NDPE, and not both sides support it");
    }

    private static void address(Sight sight, NdpFields fields, Ruling ruling) {
        Optional<MacAddress> ndi = switch (sight.frame().subtype()) {
            case DataPathSetup.REQUEST -> Optional.of(fields.initiatorNdi());
            case DataPathSetup.RESPONSE -> fields.responderNdi();
            default -> Optional.empty();
        };
        ndi.ifPresent(address -> ruling.require(address.isLocallyAdministered() && !address.equals(sight.from()),
                fields.place(), () -> address.equals(sight.from()) ? "the data interface has the management address "
                + address : "the data interface's address " + address + " is not locally administered"));
    }

    private static void schedule(Sight sight, NdpFields fields, Ruling ruling) {
        AirFrame frame = sight.frame();
        List<String> missing = switch (frame.subtype()) {
            case DataPathSetup.REQUEST -> Stream.of(frame.has(Ndl.class) ? "" : "NDL (0x14)",
                    frame.has(NdlQos.class) ? "" : "NDL QoS (0x15)",
                    frame.attributes().withId(AttributeId.AVAILABILITY).isEmpty() ? "NAN Availability (0x12)" : "")
                    .filter(text -> !text.isEmpty()).toList();
            case DataPathSetup.RESPONSE -> {
                Optional<Ndl> ndl = frame.value(Ndl.class);
                boolean ndcMissing = ndl.filter(n -> (n.control() & Ndl.NDC_PRESENT) != 0).isPresent()
                        && !frame.has(Ndc.class);
                yield fields.status() == DataPath.REJECTED ? List.of() : ndl.isEmpty() ? List.of("NDL (0x14)")
                        : ndcMissing ? List.of("the NDC (0x13) that its NDL announces") : List.of();
            }
            default -> List.of();
        };
        ruling.require(missing.isEmpty(), () -> NanActionFrame.name(frame.subtype()) + " lacks "
                + String.join(" and ", missing));
    }

    /** The slots that a device and its peers agreed on last. */
    private static final class Agreed {
        private BitSet slots = new BitSet();
    }

    private static void slots(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        Optional<Placed<Ndc>> ndc = frame.first(Ndc.class)
                .filter(placed -> (placed.value().control() & Ndc.SELECTED) != 0);
        if (ndc.isEmpty() || frame.subtype() != DataPathSetup.RESPONSE) {
            return;
        }
        BitSet agreed = new BitSet();
        Stream.concat(ndc.get().value().entries().stream(),
                frame.value(Ndl.class).stream().flatMap(ndl -> ndl.immutableSchedule().stream()))
                .map(ScheduleEntry::timeBitmap).forEach(bitmap -> agreed.or(bitmap.slots()));
        for (Placed<NanAvailability> placed : frame.all(NanAvailability.class)) {
            placed.value().entries().stream().filter(AvailabilityEntry::committed).forEach(entry ->
                    entry.timeBitmap().ifPresent(bitmap -> agreed.or(bitmap.slots())));
        }
        sight.sender().memory(Agreed.class, Agreed::new).slots = agreed;
        sight.receiver().ifPresent(peer -> peer.memory(Agreed.class, Agreed::new).slots = agreed);
        int wanted = frame.value(NdlQos.class).map(NdlQos::minTimeSlots).orElse(0);
        int fewest = fewest(agreed);
        ruling.require(fewest > 1 && fewest >= wanted, ndc.get(), () -> "the schedule has " + fewest
                + " slots in 512 TU"
                + (fewest > 1 ? ", and " + wanted + " were asked for" : ""));
    }

    private static int fewest(BitSet slots) {
        int fewest = SLOTS_OF_PERIOD;
        for (int start = 0; start < SLOTS_OF_CYCLE; start += SLOTS_OF_PERIOD) {
            fewest = Math.min(fewest, slots.get(start, start + SLOTS_OF_PERIOD).cardinality());
        }
        return fewest;
    }

    private static void inSlot(Sight sight, Ruling ruling) {
        BitSet agreed = sight.sender().memory(Agreed.class, Agreed::new).slots;
        AirFrame frame = sight.frame();
        if (agreed.isEmpty() || !sight.air().isDataInterface(frame.transmitter())) {
            return;
        }
        sight.air().cluster(frame.cluster()).flatMap(cluster -> cluster.tsfAt(frame.nanos(), PERIOD_NANOS))
                .ifPresent(tsf -> {
                    int slot = (int) Math.floorMod(tsf / SLOT_MICROS, (long) SLOTS_OF_CYCLE);
                    ruling.require(agreed.get(slot), () -> "data in slot " + slot % SLOTS_OF_PERIOD
                            + " after the start of the discovery window, which the schedule does not have");
                });
    }
}
