package dev.lanyard.rules;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events of every kind with values at random, near enough to sense that judges look into them. */
final class RandomEvidence {

    private static final String[] TEXTS = {"", "OK", "STALL", "TIMEOUT", "DETACHED", "PASSED", "usb.attach",
            "usb.set-interface", "dhcp.lease", "udp.echo", "ip.ping", "mdns.resolve", "NetworkConnection", "cdc", "1",
            "-1", "999999999999999999999", "10.0.0.1", "fe80::1", "x".repeat(300), "\u0000\uFFFF"};
    private static final String[] KEYS = {"sent", "received", "lost", "alternate", "interface", "to", "within", "port",
            "address", "server", "min", "max", "", "p99"};
    private static final int[] ETHER_TYPES = {0x0800, 0x0806, 0x86DD, 0x8100, 0x88CC, 1500, 0};
    private static final int[] PORTS = {7, 67, 68, 5353, 53, 49_152};
    private static final int[] PROTOCOLS = {1, 2, 6, 17, 58, 0};
    private static final int[] REQUEST_TYPES = {0x00, 0x01, 0x02, 0x21, 0x80, 0x81, 0xA1, 0xC0, 0xC1};
    private static final int[] ADDRESSES = {0x00, 0x80, 0x81, 0x82, 0x01, 0x02, 0x83};

    private final Random random;

    RandomEvidence(long seed) {
        random = new Random(seed);
    }

    /** Up to {@code most} events, their numbers and times mostly in order. */
    List<Recorded> events(int most) {
        List<Recorded> events = new ArrayList<>();
        long nanos = 0;
        int count = random.nextInt(most + 1);
        for (int i = 1; i <= count; i++) {
            nanos += random.nextInt(300_000_000);
            events.add(new Recorded(random.nextInt(50) == 0 ? random.nextLong() : i,
                    random.nextInt(50) == 0 ? random.nextLong() : nanos, text(), event()));
        }
        return events;
    }

    private Event event() {
        Class<?>[] kinds = Event.class.getPermittedSubclasses();
        while (true) {
            Class<?> kind = random.nextBoolean() ? (random.nextBoolean() ? Event.Transfer.class : Event.Frame.class)
                    : kinds[random.nextInt(kinds.length)];
            try {
                return (Event) make(kind);
            } catch (IllegalArgumentException e) {
                // Its record does not take these values.
            }
        }
    }

    private Object make(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components).map(c -> value(c.getType())).toArray());
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return switch (type.getSimpleName()) {
            case "String" -> text();
            case "int" -> switch (random.nextInt(4)) {
                case 0 -> random.nextInt();
                case 1 -> one(ADDRESSES);
                default -> random.nextInt(3);
            };
            case "long" -> random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(2_000_000_000);
            case "boolean" -> random.nextBoolean();
            case "Instant" -> Instant.EPOCH.plusSeconds(random.nextInt());
            case "Map" -> map();
            case "Bytes" -> random.nextInt(3) == 0 ? noise(64) : frame();
            case "SetupPacket" -> random.nextInt(5) == 0 ? null : new SetupPacket(one(REQUEST_TYPES),
                    random.nextBoolean() ? random.nextInt(12) : 0x43 + random.nextInt(0x4A), random.nextInt(0x301),
                    random.nextInt(3), random.nextInt(300));
            default -> throw new IllegalStateException("no random " + type + "; teach it here");
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private Map<String, String> map() {
        Map<String, String> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(KEYS[random.nextInt(KEYS.length)], text());
        }
        return map;
    }

    private int one(int[] of) {
        return of[random.nextInt(of.length)];
    }

    private Bytes noise(int most) {
        byte[] octets = new byte[random.nextInt(most + 1)];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** An Ethernet frame with the beginnings of protocols, cut anywhere. */
    private Bytes frame() {
        ByteBuffer frame = ByteBuffer.allocate(200);
        random.nextBytes(frame.array());
        frame.put(0, random.nextBoolean() ? new byte[] {-1, -1, -1, -1, -1, -1} : new byte[] {1, 0, 0x5E, 0, 0, -5});
        int type = one(ETHER_TYPES);
        frame.putShort(12, (short) type);
        int transport = 14;
        if (type == 0x0800) {
            frame.put(14, (byte) (random.nextInt(8) == 0 ? random.nextInt() : 0x45));
            frame.putShort(16, (short) (random.nextInt(4) == 0 ? random.nextInt() : 150));
            frame.putShort(20, (short) (random.nextInt(4) == 0 ? random.nextInt() : 0));
            frame.put(23, (byte) one(PROTOCOLS));
            transport = 34;
        } else if (type == 0x86DD) {
            frame.put(14, (byte) 0x60);
            frame.putShort(18, (short) (random.nextInt(4) == 0 ? random.nextInt() : 120));
            frame.put(20, (byte) one(PROTOCOLS));
            transport = 54;
        } else if (type == 0x0806) {
            frame.put(14, new byte[] {0, 1, 8, 0, 6, 4, 0, (byte) (1 + random.nextInt(2))});
        }
        if (transport > 14) {
            frame.putShort(transport, (short) one(PORTS));
            frame.putShort(transport + 2, (short) one(PORTS));
            frame.putShort(transport + 4, (short) (random.nextInt(4) == 0 ? random.nextInt() : 100));
            if (random.nextBoolean()) {
                // A DNS header with few records, or an ICMPv6 type of neighbour discovery.
                frame.put(transport + 8, new byte[] {0, 0, (byte) 0x84, 0, 0, 1, 0, 2, 0, 0, 0, 1});
                frame.put(transport, (byte) (133 + random.nextInt(6)));
            }
        }
        byte[] octets = frame.array();
        return Bytes.wrap(random.nextInt(3) == 0 ? Arrays.copyOf(octets, random.nextInt(octets.length)) : octets);
    }
}
