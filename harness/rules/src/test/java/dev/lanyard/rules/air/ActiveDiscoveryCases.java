package dev.lanyard.rules.air;

import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.attribute.ServiceResponseFilter;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Questions, filters, messages, ranks and clusters. */
final class ActiveDiscoveryCases {

    private static final Duration LONG = Duration.ofSeconds(25);

    private ActiveDiscoveryCases() {}

    static void add(ActiveAirCases all) {
        Dialogue unknown = Dialogues.discovery(Dialogues.CLEAN).add("subscribe",
                new UnknownAttribute(0xDF, Bytes.of(1, 2, 3)));
        all.keeps(watched(unknown), "NAN-ATTR-05");
        all.breaks(watched(unknown.without("solicited")), "NAN-ATTR-05");
        all.keeps(watched(Dialogues.discovery(Dialogues.CLEAN)), "NAN-SDF-07");
        all.breaks(watched(Dialogues.discovery(Dialogues.CLEAN).without("solicited")), "NAN-SDF-07");
        Dialogue other = asked(descriptor -> descriptor.with(MatchingFilter.of(Bytes.hex("6e6f"))));
        all.keeps(watched(other.without("solicited")), "NAN-SDF-08");
        all.breaks(watched(other), "NAN-SDF-08");
        Dialogue leftOut = asked(descriptor -> descriptor.with(ServiceResponseFilter.ofAddresses(false,
                List.of(Actor.ACCESSORY.nmi()))));
        all.keeps(watched(leftOut.without("solicited")), "NAN-SDF-09");
        all.breaks(watched(leftOut), "NAN-SDF-09");
        all.keeps(watched(messages("0123456789", "0123456789")), "NAN-SDF-12");
        all.breaks(watched(messages("0123456789", "01234567")), "NAN-SDF-12");
        all.keeps(watched(ranks(1)), "NAN-BCN-09");
        all.breaks(watched(ranks(0)), "NAN-BCN-09");
        all.keeps(watched(clusters(true)), "NAN-BCN-10");
        all.breaks(watched(clusters(false)), "NAN-BCN-10");
        all.says(new AirSession().play(clusters(false)), "NAN-BCN-10", Kind.INCONCLUSIVE);
    }

    /** With time behind it in which more could have come. */
    private static AirSession watched(Dialogue dialogue) {
        return new AirSession().play(dialogue).pass(LONG).step("bench.wait", Map.of(), Map.of());
    }

    private static Dialogue asked(UnaryOperator<ServiceDescriptor> edit) {
        return Dialogues.discovery(Dialogues.CLEAN).replace("subscribe", ServiceDescriptor.class, edit::apply);
    }

    private static Dialogue messages(String sent, String back) {
        Stage stage = new Stage();
        stage.discoveryWindow(Actor.ACCESSORY);
        stage.unicast("message", Actor.PHONE, Actor.ACCESSORY, Typical.followUp(false, Actor.PHONE,
                text(Typical.SUBSCRIBE_ID, sent)));
        stage.unicast("echo", Actor.ACCESSORY, Actor.PHONE, Typical.followUp(true, Actor.ACCESSORY,
                text(Typical.PUBLISH_ID, back)));
        return stage.dialogue();
    }

    private static ServiceDescriptorExtension text(int instance, String hex) {
        return ServiceDescriptorExtension.of(instance, 0).with(ServiceInfo.of(ServiceInfo.GENERIC, Bytes.hex(hex)));
    }

    private static Stage beacon(Stage stage, Actor sender, int preference, int hops) {
        Actor ranked = new Actor(sender.name(), sender.nmi(), sender.ndi(), preference, sender.randomFactor(),
                sender.methods(), sender.capabilities());
        return stage.beacon("beacon", sender, NanBeacon.SYNC_INTERVAL, List.of(
                new MasterIndication(preference, sender.randomFactor()),
                new ClusterAttribute(ranked.rank(), hops, stage.now() & 0xFFFF_FFFFL)));
    }

    /** The phone has the higher preference; long afterwards the accessory is so many hops from the anchor. */
    private static Dialogue ranks(int hops) {
        Stage stage = new Stage();
        beacon(stage, Actor.PHONE, 200, 0).passTu(8 * 512);
        beacon(stage, Actor.ACCESSORY, 130, hops);
        return stage.dialogue();
    }

    /** A cluster of the phone's own, and the accessory's other one, which it leaves or not. */
    private static Dialogue clusters(boolean leaves) {
        Stage stage = new Stage();
        beacon(stage, Actor.ACCESSORY, 130, 0).passTu(100);
        Stage own = new Stage(MacAddress.parse("50:6f:9a:01:ab:cd"));
        own.passTu(200);
        beacon(own, Actor.PHONE, 254, 0).passTu(512);
        if (leaves) {
            beacon(own, Actor.ACCESSORY, 130, 1);
        }
        return stage.dialogue().with(own.dialogue());
    }
}
