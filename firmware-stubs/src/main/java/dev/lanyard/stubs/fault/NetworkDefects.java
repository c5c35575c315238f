package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Frames of the accessory's network that are wrong. */
final class NetworkDefects {

    private static final int ECHO_PORT = 7;

    private NetworkDefects() {}

    /** Loses the UDP echo's answers of some payload lengths. */
    static Defect loseEcho(Predicate<Integer> length) {
        return frames(frame -> Ipv4Udp.in(frame).filter(udp -> udp.sourcePort() == ECHO_PORT
                && length.test(udp.payload().length)).isPresent() ? Optional.empty() : Optional.of(frame));
    }

    /** Leaves an option out of every DHCP reply. */
    static Defect withoutDhcpOption(int code) {
        return dhcpOptions((options, _) -> options.remove(code));
    }

    /** Adds an option with the accessory's own address to every DHCP reply. */
    static Defect ownAddressAsDhcpOption(int code) {
        return dhcpOptions((options, own) -> options.add(code, own));
    }

    /** What is done to the options of a reply of the server at {@code own}. */
    interface OptionsChange {
        void change(Options options, byte[] own);
    }

    private static Defect dhcpOptions(OptionsChange change) {
        return dhcp((payload, own) -> {
            Options options = new Options(payload);
            change.change(options, own);
            return options.build();
        });
    }

    /** What becomes of the octets of a DHCP message of the server at {@code own}. */
    interface DhcpChange {
        byte[] change(byte[] message, byte[] own);
    }

    /** Changes every DHCP reply. */
    static Defect dhcp(DhcpChange change) {
        return frames(frame -> Optional.of(Ipv4Udp.in(frame)
                .filter(udp -> udp.sourcePort() == DhcpMessage.SERVER_PORT)
                .map(udp -> udp.withPayload(change.change(udp.payload(), udp.source()))).orElse(frame)));
    }

    /** Changes every frame to the host, or loses it. */
    static Defect frames(java.util.function.Function<byte[], Optional<byte[]>> change) {
        return new Defect() {
            @Override
            public Optional<byte[]> frameToHost(byte[] frame) {
                return change.apply(frame);
            }
        };
    }

    /** Loses frames of the host. */
    static Defect deaf(Predicate<byte[]> lost) {
        return new Defect() {
            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                return lost.test(frame) ? Optional.empty() : Optional.of(frame);
            }
        };
    }

    /** Loses frames to the host. */
    static Defect mute(Predicate<byte[]> lost) {
        return frames(frame -> lost.test(frame) ? Optional.empty() : Optional.of(frame));
    }

    /** Changes the network behind the function. */
    static Defect network(UnaryOperator<NetworkSettings> change) {
        return new Defect() {
            @Override
            public NetworkSettings network(NetworkSettings honest) {
                return change.apply(honest);
            }
        };
    }

    /** The options of an encoded DHCP message, each in one piece, as this accessory's own server writes them. */
    static final class Options {

        private final byte[] message;
        private byte[] options;

        Options(byte[] message) {
            this.message = message;
            ByteArrayOutputStream found = new ByteArrayOutputStream();
            for (int at = DhcpMessage.FIXED_LENGTH; (message[at] & 0xFF) != DhcpOption.END; at += 2 + message[at + 1]) {
                found.write(message, at, 2 + message[at + 1]);
            }
            options = found.toByteArray();
        }

        void remove(int code) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            for (int at = 0; at < options.length; at += 2 + options[at + 1]) {
                if ((options[at] & 0xFF) != code) {
                    kept.write(options, at, 2 + options[at + 1]);
                }
            }
            options = kept.toByteArray();
        }

        void add(int code, byte[] data) {
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            more.writeBytes(options);
            more.write(code);
            more.write(data.length);
            more.writeBytes(data);
            options = more.toByteArray();
        }

        byte[] build() {
            int length = DhcpMessage.FIXED_LENGTH + options.length + 1;
            byte[] built = new byte[Math.max(length, message.length)];
            System.arraycopy(message, 0, built, 0, DhcpMessage.FIXED_LENGTH);
            System.arraycopy(options, 0, built, DhcpMessage.FIXED_LENGTH, options.length);
            built[length - 1] = (byte) DhcpOption.END;
            return built;
        }
    }
}
