package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.PublicAvailability;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor.Type;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceResponseFilter;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.attribute.UnalignedSchedule;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One clean dialogue per feature, between {@link Actor#ACCESSORY}, which publishes and is the anchor master, and {@link
 * Actor#PHONE}. Each takes changes that are made before integrity codes are computed: {@code
 * Dialogues.securedDataPath(stage -> stage.edit("ndp-request", …))}.
 */
public final class Dialogues {

    /** No changes. */
    public static final Consumer<Stage> CLEAN = stage -> { };

    private static final Actor PUBLISHER = Actor.ACCESSORY;
    private static final Actor SUBSCRIBER = Actor.PHONE;

    private Dialogues() {}

    /** Every dialogue by the name of its capture. */
    public static Map<String, Dialogue> all() {
        Map<String, Dialogue> all = new LinkedHashMap<>();
        all.put("discovery", discovery(CLEAN));
        all.put("discovery-filters", discoveryWithFilters(CLEAN));
        all.put("discovery-unsynchronised", unsynchronised(CLEAN));
        all.put("bootstrapping", bootstrapping(CLEAN));
        all.put("bootstrapping-comeback", bootstrappingWithComeback(CLEAN));
        all.put("bootstrapping-refused", bootstrappingRefused(CLEAN));
        all.put("pairing", pairing(CLEAN));
        all.put("pairing-opportunistic", opportunisticPairing(CLEAN));
        all.put("pairing-verification", verification(CLEAN));
        all.put("data-path-open", openDataPath(CLEAN));
        all.put("data-path-open-ndp", openDataPathWithoutNdpe(CLEAN));
        all.put("data-path-refused", refusedDataPath(CLEAN));
        all.put("data-path-secured", securedDataPath(CLEAN));
        all.put("data-path-paired", pairedDataPath(CLEAN));
        all.put("schedule", schedule(CLEAN));
        all.put("attributes", EveryAttribute.dialogue());
        return all;
    }

    /** Announcement, question and answer, follow-ups; {@code publish}, {@code subscribe}, {@code solicited}… */
    public static Dialogue discovery(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        new Discovery(stage, PUBLISHER, SUBSCRIBER).windows(2).publish().publish().subscribe().followUps();
        return stage.dialogue();
    }

    /** A question with matching filter and service response filter. */
    public static Dialogue discoveryWithFilters(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        MatchingFilter filter = MatchingFilter.of(Bytes.hex("6c616e"), Bytes.EMPTY, Bytes.hex("79617264"));
        List<MacAddress> asked = List.of(PUBLISHER.nmi());
        UnaryOperator<ServiceDescriptor> bloom = sda -> sda.with(filter).with(
                ServiceResponseFilter.ofBloomFilter(true, 1, 8, asked));
        UnaryOperator<ServiceDescriptor> list = sda -> sda.with(filter).with(
                ServiceResponseFilter.ofAddresses(true, asked));
        UnaryOperator<ServiceDescriptor> answer = sda -> sda.with(filter).withServiceInfo(Bytes.hex("6c616e79617264"));
        Discovery discovery = new Discovery(stage, PUBLISHER, SUBSCRIBER);
        for (UnaryOperator<ServiceDescriptor> question : List.of(bloom, list)) {
            discovery.subscribe(descriptor(Typical.subscribe(SUBSCRIBER), question),
                    descriptor(Typical.publish(PUBLISHER, Typical.SUBSCRIBE_ID), answer));
        }
        return stage.dialogue();
    }

    private static List<NanAttribute> descriptor(List<NanAttribute> attributes, UnaryOperator<ServiceDescriptor> edit) {
        return Edits.replace(ServiceDescriptor.class, edit::apply).apply(attributes);
    }

    /** Without cluster: a burst of announcements on channel 6, a question, its answer. */
    public static Dialogue unsynchronised(Consumer<Stage> changes) {
        Stage stage = new Stage(Stage.WILDCARD);
        changes.accept(stage);
        for (int i = 0; i < 5; i++) {
            stage.multicast("publish", PUBLISHER, withoutAvailability(Typical.publish(PUBLISHER, 0))).passTu(100);
        }
        stage.multicast("subscribe", SUBSCRIBER, withoutAvailability(Typical.subscribe(SUBSCRIBER)));
        stage.unicast("solicited", PUBLISHER, SUBSCRIBER, withoutAvailability(
                Typical.publish(PUBLISHER, Typical.SUBSCRIBE_ID)));
        return stage.dialogue();
    }

    private static List<NanAttribute> withoutAvailability(List<NanAttribute> attributes) {
        return Edits.remove(NanAvailability.class).apply(attributes);
    }

    /** Discovery, then a PIN is agreed on. */
    public static Dialogue bootstrapping(Consumer<Stage> changes) {
        Stage stage = discovered(changes);
        pairingOf(stage).bootstrap();
        return stage.dialogue();
    }

    /** The same; the accessory asks to come back once. */
    public static Dialogue bootstrappingWithComeback(Consumer<Stage> changes) {
        Stage stage = discovered(changes);
        pairingOf(stage).bootstrapWithComeback();
        return stage.dialogue();
    }

    /** The same; the accessory refuses. */
    public static Dialogue bootstrappingRefused(Consumer<Stage> changes) {
        Stage stage = discovered(changes);
        pairingOf(stage).bootstrapRefused();
        return stage.dialogue();
    }

    /** Discovery, bootstrapping with a PIN, PASN with SAE, exchange of identity keys. */
    public static Dialogue pairing(Consumer<Stage> changes) {
        Stage stage = discovered(changes);
        pairingOf(stage).bootstrap().pasn().exchangeIdentityKeys();
        return stage.dialogue();
    }

    /** The same without PIN. */
    public static Dialogue opportunisticPairing(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        Actor publisher = PUBLISHER.withMethods(BootstrappingMethod.OPPORTUNISTIC.bit());
        Actor subscriber = SUBSCRIBER.withMethods(BootstrappingMethod.OPPORTUNISTIC.bit());
        new Discovery(stage, publisher, subscriber).publish().subscribe();
        new Pairing(stage, subscriber, publisher).opportunistic().bootstrap().pasn().exchangeIdentityKeys();
        return stage.dialogue();
    }

    /** Devices that paired before, under new addresses: NIRA in discovery, PASN with the NPK. */
    public static Dialogue verification(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        Actor publisher = hidden(PUBLISHER);
        Actor subscriber = hidden(SUBSCRIBER);
        new Discovery(stage, publisher, subscriber)
                .publish(Edits.add(Pairing.nira(publisher, 1)).apply(Typical.publish(publisher, 0)))
                .subscribe(Edits.add(Pairing.nira(subscriber, 1)).apply(Typical.subscribe(subscriber)),
                        Edits.add(Pairing.nira(publisher, 1)).apply(
                                Typical.publish(publisher, Typical.SUBSCRIBE_ID)));
        new Pairing(stage, subscriber, publisher).verify(1);
        return stage.dialogue();
    }

    /** An actor under the NMI that it takes to hide itself. */
    static Actor hidden(Actor actor) {
        return actor.withNmi(new MacAddress(actor.nmi().value() + 0x11));
    }

    /** An open service and its data path, with NDPE. */
    public static Dialogue openDataPath(Consumer<Stage> changes) {
        return openDataPath(changes, PUBLISHER, SUBSCRIBER);
    }

    /** The same between devices that know only NDP. */
    public static Dialogue openDataPathWithoutNdpe(Consumer<Stage> changes) {
        return openDataPath(changes, PUBLISHER.withCapabilities(0), SUBSCRIBER.withCapabilities(0));
    }

    private static Dialogue openDataPath(Consumer<Stage> changes, Actor publisher, Actor subscriber) {
        Stage stage = stage(changes);
        openDiscovery(stage, publisher, subscriber);
        DataPathDialogue.open(stage, subscriber, publisher).setUp().data(2).terminate();
        return stage.dialogue();
    }

    /** An open service whose publisher refuses the data path. */
    public static Dialogue refusedDataPath(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        openDiscovery(stage, PUBLISHER, SUBSCRIBER);
        DataPathDialogue.open(stage, SUBSCRIBER, PUBLISHER).refused(10);
        return stage.dialogue();
    }

    private static void openDiscovery(Stage stage, Actor publisher, Actor subscriber) {
        new Discovery(stage, publisher, subscriber).publish(Discovery.openService(publisher, Type.PUBLISH, 0))
                .subscribe(Discovery.openService(subscriber, Type.SUBSCRIBE, 0),
                        Discovery.openService(publisher, Type.PUBLISH, Typical.SUBSCRIBE_ID));
    }

    /** A data path of cipher suite 1 with a passphrase, without pairing. */
    public static Dialogue securedDataPath(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        new Discovery(stage, PUBLISHER, SUBSCRIBER)
                .publish(Edits.add(DataPathDialogue.announcedContext(PUBLISHER)).apply(Typical.publish(PUBLISHER, 0)))
                .subscribe();
        DataPathDialogue.secured(stage, SUBSCRIBER, PUBLISHER).setUp().data(2).terminate();
        return stage.dialogue();
    }

    /** Pairing, then a data path under its keys. */
    public static Dialogue pairedDataPath(Consumer<Stage> changes) {
        Stage stage = discovered(changes);
        Pairing pairing = pairingOf(stage).bootstrap().pasn().exchangeIdentityKeys();
        DataPathDialogue.paired(stage, SUBSCRIBER, PUBLISHER, pairing).setUp().data(2).terminate();
        return stage.dialogue();
    }

    /** An open data path whose schedule is then changed: request, response, confirm, and an update notification. */
    public static Dialogue schedule(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        openDiscovery(stage, PUBLISHER, SUBSCRIBER);
        DataPathDialogue.open(stage, SUBSCRIBER, PUBLISHER).setUp();
        stage.passTu(Nan.SLOT);
        int bits = Ndl.QOS_PRESENT;
        stage.action("schedule-request", NanActionFrame.SCHEDULE_REQUEST, SUBSCRIBER, PUBLISHER, scheduled(SUBSCRIBER,
                2, Ndl.of(2, DataPath.REQUEST, DataPath.CONTINUED, 0, bits), new NdlQos(4, 30)));
        stage.action("schedule-response", NanActionFrame.SCHEDULE_RESPONSE, PUBLISHER, SUBSCRIBER, scheduled(
                PUBLISHER, 2, new Ndl(2, DataPath.RESPONSE, 0, bits | Ndl.NDC_PRESENT | Ndl.MAX_IDLE_PERIOD_PRESENT
                        | Ndl.IMMUTABLE_SCHEDULE_PRESENT, OptionalInt.empty(), OptionalInt.of(60),
                        List.of(slots("fe"))), new Ndc(DataPathDialogue.NDC, Ndc.SELECTED, List.of(slots("fe00fe"))),
                new NdlQos(4, 30)));
        stage.action("schedule-confirm", NanActionFrame.SCHEDULE_CONFIRM, SUBSCRIBER, PUBLISHER, scheduled(SUBSCRIBER,
                2, Ndl.of(2, DataPath.CONFIRM, DataPath.ACCEPTED, 0, Ndl.NDC_PRESENT),
                new Ndc(DataPathDialogue.NDC, Ndc.SELECTED, List.of(slots("fe00fe")))));
        stage.discoveryWindow(PUBLISHER, SUBSCRIBER);
        stage.tune(Nan.CHANNEL_5GHZ_HIGH).passTu(32);
        stage.action("schedule-update", NanActionFrame.SCHEDULE_UPDATE, PUBLISHER, SUBSCRIBER, scheduled(PUBLISHER, 3,
                new PublicAvailability(List.of(slots("fefefeff"))),
                new UnalignedSchedule(0x0101, stage.now() + 500_000, 20_000, 500_000, 5, 1, Optional.of(
                        new UnalignedSchedule.Window(0x15, OptionalInt.empty(),
                                Optional.of(new ChannelEntry(115, 0x0004, 0)))))));
        return stage.dialogue();
    }

    private static List<NanAttribute> scheduled(Actor actor, int sequence, NanAttribute... more) {
        List<NanAttribute> attributes = new ArrayList<>(List.of(Typical.capability(actor), Typical.extension(),
                changedAvailability(sequence)));
        attributes.addAll(List.of(more));
        return attributes;
    }

    private static NanAvailability changedAvailability(int sequence) {
        NanAvailability usual = Typical.availability(sequence);
        List<AvailabilityEntry> entries = new ArrayList<>(usual.entries());
        entries.add(new AvailabilityEntry(0x12FC, Optional.of(slots("00fe00fe").timeBitmap()),
                sequence % 2 == 0 ? ChannelSet.Channels.of(new ChannelEntry(115, 0x0004, 0))
                        : ChannelSet.Bands.of(2, 4)));
        return new NanAvailability(sequence, usual.control(), entries);
    }

    private static ScheduleEntry slots(String bitmap) {
        return new ScheduleEntry(0, TimeBitmap.of(16, 512, 0, Bytes.hex(bitmap)));
    }

    private static Stage stage(Consumer<Stage> changes) {
        Stage stage = new Stage();
        changes.accept(stage);
        return stage;
    }

    private static Stage discovered(Consumer<Stage> changes) {
        Stage stage = stage(changes);
        new Discovery(stage, PUBLISHER, SUBSCRIBER).publish().subscribe();
        return stage;
    }

    private static Pairing pairingOf(Stage stage) {
        return new Pairing(stage, SUBSCRIBER, PUBLISHER);
    }
}
