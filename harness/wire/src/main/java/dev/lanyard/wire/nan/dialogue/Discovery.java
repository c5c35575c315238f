package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Two devices that find each other. The publisher is the anchor master. */
public final class Discovery {

    private final Stage stage;
    private final Actor publisher;
    private final Actor subscriber;

    public Discovery(Stage stage, Actor publisher, Actor subscriber) {
        this.stage = stage;
        this.publisher = publisher;
        this.subscriber = subscriber;
    }

    /** A discovery window with the beacons of both. */
    public Discovery window() {
        stage.discoveryWindow(publisher, subscriber);
        return this;
    }

    /** So many discovery windows with beacons and nothing else, and the master's discovery beacons between them. */
    public Discovery windows(int count) {
        for (int i = 0; i < count; i++) {
            window();
            stage.passTu(200);
            stage.discoveryBeacon(publisher, publisher);
        }
        return this;
    }

    /** A discovery window in which the publisher announces its service: {@code publish}. */
    public Discovery publish() {
        return publish(Typical.publish(publisher, 0));
    }

    /** The same with other attributes. */
    public Discovery publish(List<NanAttribute> attributes) {
        window();
        stage.multicast("publish", publisher, attributes);
        return this;
    }

    /** A discovery window in which the subscriber asks and is answered: {@code subscribe}, {@code solicited}. */
    public Discovery subscribe() {
        return subscribe(Typical.subscribe(subscriber), Typical.publish(publisher, Typical.SUBSCRIBE_ID));
    }

    /** The same with other attributes. */
    public Discovery subscribe(List<NanAttribute> question, List<NanAttribute> answer) {
        window();
        stage.multicast("subscribe", subscriber, question);
        stage.unicast("solicited", publisher, subscriber, answer);
        return this;
    }

    /** A discovery window in which both send a follow-up: {@code follow-up}, {@code follow-up-answer}. */
    public Discovery followUps() {
        window();
        stage.unicast("follow-up", subscriber, publisher, Typical.followUp(false, subscriber, text(
                Typical.SUBSCRIBE_ID, "hello")));
        stage.unicast("follow-up-answer", publisher, subscriber, Typical.followUp(true, publisher, text(
                Typical.PUBLISH_ID, "hello yourself")));
        return this;
    }

    private static ServiceDescriptorExtension text(int instance, String text) {
        return ServiceDescriptorExtension.of(instance, 0).with(ServiceInfo.of(ServiceInfo.GENERIC,
                Bytes.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Attributes of a service without pairing whose data paths are open. */
    public static List<NanAttribute> openService(Actor actor, ServiceDescriptor.Type type, int requestor) {
        int instance = type == ServiceDescriptor.Type.PUBLISH ? Typical.PUBLISH_ID : Typical.SUBSCRIBE_ID;
        return List.of(ServiceDescriptor.of(type, Typical.SERVICE, instance, requestor), Typical.open(instance),
                Typical.capability(actor), Typical.availability(1));
    }
}
