package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.security.GroupIntegrity;
import dev.lanyard.wire.net.MacAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Publishes, subscribes and follow-ups. */
final class Discoveries {

    /** Discovery windows from one announcement to the next, and from one question to the next. */
    private static final int PUBLISH_EVERY = 4;
    private static final int SUBSCRIBE_EVERY = 2;
    private static final int MAX_ACTIVE = 255;
    private static final int MOST_FOUND = 1_024;
    /** Questions of one device that wait for their answer. */
    private static final int MOST_ANSWERS = 16;

    private final Station station;
    private final Announcements say;
    private final Identities identities;
    private final Function<MacAddress, Neighbour> neighbours;
    private final EventLog events;
    private final Map<Integer, Active> active = new LinkedHashMap<>();
    private int windows;

    /** A publish or subscribe of another device. */
    private record Instance(MacAddress nmi, int id) {}

    /** A publish or subscribe that goes on. */
    static final class Active {
        final int id;
        final boolean publishes;
        AwareService service;
        int updateIndicator = 1;
        /** What a subscribe has found, as it was last. */
        private final Map<Instance, AwareService.Found> found = new LinkedHashMap<>();

        Active(int id, boolean publishes, AwareService service) {
            this.id = id;
            this.publishes = publishes;
            this.service = service;
        }

        boolean isOf(ServiceId serviceId) {
            return ServiceId.of(service.name()).equals(serviceId);
        }
    }

    Discoveries(Station station, Announcements say, Identities identities, Function<MacAddress, Neighbour> neighbours,
                EventLog events) {
        this.station = station;
        this.say = say;
        this.identities = identities;
        this.neighbours = neighbours;
        this.events = events;
    }

    int begin(boolean publishes, AwareService service) {
        for (int id = 1; id <= MAX_ACTIVE; id++) {
            if (!active.containsKey(id)) {
                active.put(id, new Active(id, publishes, service));
                return id;
            }
        }
        throw new IllegalStateException("a device has 255 services at most");
    }

    void cancel(int id) {
        if (!station.seam.breaks("NAN-SDF-16")) {
            active.remove(id);
        }
    }

    /** Changes the information of a service. */
    void update(int id, Bytes info) {
        Active one = active.get(id);
        if (one != null) {
            one.service = one.service.withInfo(info);
            if (!station.seam.breaks("NAN-SDF-15")) {
                one.updateIndicator = one.updateIndicator % 255 + 1;
            }
        }
    }

    Optional<Active> active(int id) {
        return Optional.ofNullable(active.get(id));
    }

    Collection<Active> all() {
        return active.values();
    }

    /** A discovery window begins. */
    void window() {
        windows++;
        for (Active one : active.values().stream().filter(service -> service.service.usd().isEmpty()).toList()) {
            if (one.publishes && one.service.unsolicited() && (windows % PUBLISH_EVERY == one.id % PUBLISH_EVERY
                    || station.seam.breaks("NAN-SDF-14"))) {
                station.inDiscoveryWindow(() -> announce(one));
            } else if (!one.publishes && one.service.unsolicited() && windows % SUBSCRIBE_EVERY == 0) {
                station.inDiscoveryWindow(() -> announce(one));
            }
        }
    }

    /** Announces a service, or asks for it, at once. */
    void announce(Active one) {
        multicast(one.publishes ? "publish" : "subscribe", announcement(one, 0));
    }

    /** A follow-up to everybody. */
    void tellAll(Active from, List<NanAttribute> contents, Optional<GroupIntegrity> integrity) {
        List<NanAttribute> attributes = station.edited("follow-up", say.followUp(from.service, from.id, 0, contents));
        FrameHeader header = station.header(FrameHeader.ACTION, Nan.NETWORK_ID);
        ServiceDiscoveryFrame frame = ServiceDiscoveryFrame.create(integrity.isPresent() ? ActionBody.PROTECTED_DUAL
                : ActionBody.PUBLIC, header, attributes);
        station.sendNow("follow-up", integrity.map(group -> group.protect(frame.frame()).encode())
                .orElseGet(frame::encode));
    }

    private List<NanAttribute> announcement(Active one, int requestor) {
        return say.service(one.publishes ? ServiceDescriptor.Type.PUBLISH : ServiceDescriptor.Type.SUBSCRIBE,
                one.service, one.id, requestor, one.updateIndicator, identities.announced());
    }

    private void multicast(String name, List<NanAttribute> attributes) {
        station.sendNow(name, ServiceDiscoveryFrame.create(ActionBody.PUBLIC, station.header(FrameHeader.ACTION,
                Nan.NETWORK_ID), station.edited(name, attributes)).encode());
    }

    /** Sends a follow-up in the next discovery window; protected where there are keys for it. */
    void followUp(String name, Active from, Neighbour to, int requestor, List<NanAttribute> contents) {
        station.inDiscoveryWindowOf(to, () -> unicast(name, to, say.followUp(from.service, from.id, requestor, contents)));
    }

    private void unicast(String name, Neighbour to, List<NanAttribute> attributes) {
        List<NanAttribute> edited = station.edited(name, attributes);
        FrameHeader header = station.header(FrameHeader.ACTION, to.nmi);
        // A peer that lost its keys has to understand the answer to its request.
        boolean secret = to.paired.isPresent() && !name.equals("solicited") && !name.startsWith("bootstrap");
        station.sendNow(name, secret && !station.seam.breaks("NAN-PAIR-15")
                ? to.paired.get().frames().protect(ServiceDiscoveryFrame.create(ActionBody.PROTECTED_DUAL, header,
                        edited).frame())
                : ServiceDiscoveryFrame.create(ActionBody.PUBLIC, header, edited).encode());
    }

    /** What follow-ups bring that is not for people. */
    interface FollowUps {
        void received(Active to, Neighbour from, int instance, ServiceDiscoveryFrame frame, boolean secret);
    }

    /**
     * A service discovery frame came in.
     *
     * @param secret whether it was protected under the keys of a pairing
     */
    void received(ServiceDiscoveryFrame frame, boolean secret, FollowUps followUps) {
        Neighbour from = neighbours.apply(frame.header().address2());
        from.learn(frame);
        frame.first(CipherSuiteInfo.class).ifPresent(suites -> from.suites = Optional.of(suites));
        frame.first(IdentityResolution.class).flatMap(nira -> identities.resolve(nira, from.nmi))
                .ifPresent(pairing -> from.kept = Optional.of(pairing));
        for (NanAttribute attribute : frame.attributes().values()) {
            if (attribute instanceof ServiceDescriptor descriptor) {
                for (Active one : List.copyOf(active.values())) {
                    if (one.isOf(descriptor.serviceId())) {
                        matched(one, descriptor, from, frame, secret, followUps);
                    }
                }
            }
        }
    }

    private void matched(Active one, ServiceDescriptor descriptor, Neighbour from, ServiceDiscoveryFrame frame,
                         boolean secret, FollowUps followUps) {
        switch (descriptor.type()) {
            case PUBLISH -> {
                if (!one.publishes && matches(descriptor, one) && isInTime(one)) {
                    discovered(one, descriptor, from, frame);
                }
            }
            case SUBSCRIBE -> {
                if (one.publishes && one.service.solicited() && isInTime(one)) {
                    asked(one, descriptor, from, frame);
                }
            }
            case FOLLOW_UP -> {
                boolean forMe = descriptor.requestorInstanceId() == one.id || descriptor.requestorInstanceId() == 0;
                if (forMe) {
                    followUps.received(one, from, descriptor.instanceId(), frame, secret);
                }
            }
            case RESERVED -> { }
        }
    }

    /** A service without a cluster rests while the device is in one. */
    private boolean isInTime(Active one) {
        return one.service.usd().isEmpty() || station.isOutside();
    }

    private static boolean matches(ServiceDescriptor publish, Active subscribe) {
        return MatchingFilter.matches(publish.matchingFilter().orElse(MatchingFilter.NONE),
                subscribe.service.filter());
    }

    private void discovered(Active one, ServiceDescriptor descriptor, Neighbour from, ServiceDiscoveryFrame frame) {
        boolean pairs = frame.first(DeviceCapabilityExtension.class).isPresent();
        if (station.settings.habits().needsDcea() && !pairs) {
            // As iOS does: the event is dropped, "missing DCEA attribute".
            return;
        }
        AwareService.Found found = found(descriptor, from, frame);
        from.remember(descriptor.instanceId(), found);
        if (!found.equals(one.found.put(new Instance(from.nmi, descriptor.instanceId()), found))) {
            if (one.found.size() > MOST_FOUND) {
                one.found.remove(one.found.keySet().iterator().next());
            }
            events.add(number -> new AwareEvent.Discovered(number, one.id, found));
        }
    }

    /** What a frame says of a service. */
    private AwareService.Found found(ServiceDescriptor descriptor, Neighbour from, ServiceDiscoveryFrame frame) {
        Optional<ServiceDescriptorExtension> extension = frame.attributes().values().stream()
                .filter(ServiceDescriptorExtension.class::isInstance).map(ServiceDescriptorExtension.class::cast)
                .filter(sdea -> sdea.instanceId() == descriptor.instanceId()).findFirst();
        int capability = frame.first(DeviceCapabilityExtension.class).map(DeviceCapabilityExtension::pairing)
                .orElse(0);
        int methods = frame.first(PairingBootstrapping.class).map(PairingBootstrapping::methods).orElse(0);
        return new AwareService.Found(from.nmi.toString(), descriptor.instanceId(),
                descriptor.serviceInfo().orElse(Bytes.EMPTY), BootstrappingMethod.of(methods),
                (capability & DeviceCapabilityExtension.PAIRING_SETUP) != 0,
                (capability & DeviceCapabilityExtension.CACHING) != 0,
                extension.map(ServiceDescriptorExtension::dataPathRequired).orElse(false),
                extension.map(ServiceDescriptorExtension::securityRequired).orElse(false), from.kept.isPresent());
    }

    /** Somebody looks for a service that is published here. */
    private void asked(Active one, ServiceDescriptor question, Neighbour from, ServiceDiscoveryFrame frame) {
        boolean fits = MatchingFilter.matches(one.service.filter(), question.matchingFilter()
                .orElse(MatchingFilter.NONE)) || station.seam.breaks("NAN-SDF-08");
        boolean admitted = question.serviceResponseFilter().map(filter -> filter.admits(station.nmi())).orElse(true)
                || station.seam.breaks("NAN-SDF-09");
        if (fits && admitted && station.firstBroken("NAN-SDF-07", "NAN-USD-03").isEmpty()) {
            from.remember(question.instanceId(), found(question, from, frame));
            // One answer to each question: a flood of questions must not fill the discovery windows.
            int key = one.id << 8 | question.instanceId();
            if (from.awaitsAnswer.size() < MOST_ANSWERS && from.awaitsAnswer.add(key)
                    && !answer(one, question.instanceId(), from, key)) {
                from.awaitsAnswer.remove(key);
            }
        }
    }

    /** Answers as soon as the one who asked is awake; false when too many wait already. */
    private boolean answer(Active one, int instance, Neighbour from, int key) {
        return station.answerInDiscoveryWindow(() -> {
            if (station.sleeps(from) && answer(one, instance, from, key)) {
                return;
            }
            from.awaitsAnswer.remove(key);
            unicast("solicited", from, announcement(one, instance));
        });
    }
}
