package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.cdc.FunctionSeam;
import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.ControlSeam;
import dev.lanyard.stubs.usb.DescriptorSet;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that an emulated accessory does wrong, at one or more of the seams of its firmware. Everything that it does
 * not override is done right. Called on the accessory's loop; belongs to one accessory, so it may remember things.
 */
public interface Defect extends ControlSeam, FunctionSeam {

    /** None at all. */
    Defect NONE = new Defect() { };

    /** The MAC address that it gives the host's end of the link, and takes as the host's. */
    default MacAddress hostAddress(MacAddress honest) {
        return honest;
    }

    /** The network behind the function. */
    default NetworkSettings network(NetworkSettings honest) {
        return honest;
    }

    /** What the accessory says of itself. */
    default DescriptorSet descriptors(DescriptorSet honest) {
        return honest;
    }

    /** What leaves the accessory's network for the host: an Ethernet frame without FCS; empty when it is lost. */
    default Optional<byte[]> frameToHost(byte[] frame) {
        return Optional.of(frame);
    }

    /** As {@link #frameToHost}, for defects that send a frame more than once, or others besides it. */
    default List<byte[]> framesToHost(byte[] frame) {
        return frameToHost(frame).stream().toList();
    }

    /** For how long a frame to the host is held back; those behind it are not. */
    default Duration hold(byte[] frame) {
        return Duration.ZERO;
    }

    /** What the accessory's network gets of a frame of the host; empty when it is lost. */
    default Optional<byte[]> frameFromHost(byte[] frame) {
        return Optional.of(frame);
    }

    /** Several together; each works on what the one before it made. */
    static Defect all(List<Defect> defects) {
        return defects.size() == 1 ? defects.getFirst() : new Combined(List.copyOf(defects));
    }

    /** All of a list. */
    record Combined(List<Defect> parts) implements Defect {

        @Override
        public MacAddress hostAddress(MacAddress honest) {
            MacAddress made = honest;
            for (Defect part : parts) {
                made = part.hostAddress(made);
            }
            return made;
        }

        @Override
        public NetworkSettings network(NetworkSettings honest) {
            NetworkSettings made = honest;
            for (Defect part : parts) {
                made = part.network(made);
            }
            return made;
        }

        @Override
        public DescriptorSet descriptors(DescriptorSet honest) {
            DescriptorSet made = honest;
            for (Defect part : parts) {
                made = part.descriptors(made);
            }
            return made;
        }

        @Override
        public void attached() {
            parts.forEach(Defect::attached);
        }

        @Override
        public void detached() {
            parts.forEach(Defect::detached);
        }

        @Override
        public Optional<Bytes> unusedEndpoint(int bEndpointAddress) {
            return parts.stream().flatMap(part -> part.unusedEndpoint(bEndpointAddress).stream()).findFirst();
        }

        @Override
        public boolean haltsNotifications() {
            return parts.stream().anyMatch(Defect::haltsNotifications);
        }

        @Override
        public Optional<Duration> repeatsNotifications() {
            return parts.stream().flatMap(part -> part.repeatsNotifications().stream()).findFirst();
        }

        @Override
        public Optional<ControlRequest> request(ControlRequest request) {
            Optional<ControlRequest> left = Optional.of(request);
            for (Defect part : parts) {
                left = left.flatMap(part::request);
            }
            return left;
        }

        @Override
        public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
            List<Bytes> made = honest;
            for (Defect part : parts) {
                made = part.notifications(linkUp, made);
            }
            return made;
        }

        @Override
        public Optional<Bytes> toHost(Bytes transfer) {
            Optional<Bytes> left = Optional.of(transfer);
            for (Defect part : parts) {
                left = left.flatMap(part::toHost);
            }
            return left;
        }

        @Override
        public boolean endsInZeroPacket() {
            return parts.stream().allMatch(Defect::endsInZeroPacket);
        }

        @Override
        public Duration rest(Bytes transfer) {
            return parts.stream().map(part -> part.rest(transfer)).reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public Optional<Bytes> fromHost(Bytes transfer) {
            Optional<Bytes> left = Optional.of(transfer);
            for (Defect part : parts) {
                left = left.flatMap(part::fromHost);
            }
            return left;
        }

        @Override
        public Optional<byte[]> frameToHost(byte[] frame) {
            Optional<byte[]> left = Optional.of(frame);
            for (Defect part : parts) {
                left = left.flatMap(part::frameToHost);
            }
            return left;
        }

        @Override
        public List<byte[]> framesToHost(byte[] frame) {
            List<byte[]> left = List.of(frame);
            for (Defect part : parts) {
                left = left.stream().flatMap(each -> part.framesToHost(each).stream()).toList();
            }
            return left;
        }

        @Override
        public Duration hold(byte[] frame) {
            return parts.stream().map(part -> part.hold(frame)).reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            Optional<byte[]> left = Optional.of(frame);
            for (Defect part : parts) {
                left = left.flatMap(part::frameFromHost);
            }
            return left;
        }
    }
}
