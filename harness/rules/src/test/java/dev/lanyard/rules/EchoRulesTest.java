package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;
import static dev.lanyard.rules.Talk.talk;

import dev.lanyard.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ICMP and UDP echoes. */
class EchoRulesTest {

    private static final List<Integer> SIZES = List.of(0, 1, 56, 470, 471, 472, 1472);
    private static final Map<String, String> ECHO = Map.of("to", "192.168.7.1:7");
    private static final Bytes HELLO = Bytes.wrap("hello, accessory".getBytes(StandardCharsets.UTF_8));

    private static Bytes data(int size, int seed) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i * 7 + seed);
        }
        if (size >= 4) {
            ByteBuffer.wrap(data).putInt(0, seed);
        }
        return Bytes.wrap(data);
    }

    private static Talk pings(Talk t) {
        for (int size : SIZES) {
            t.ping(size, data(size, size)).pong(size, data(size, size));
        }
        return t;
    }

    private static Talk ask(Talk t, int seed) {
        return t.udp(false, false, 40_000, 7, data(64, seed));
    }

    private static Talk answer(Talk t, int seed) {
        return t.udp(true, false, 7, 40_000, data(64, seed));
    }

    /** Echoes one after the other, but for those that are lost. */
    private static Talk echoes(Talk t, Map<String, String> arguments, int count, IntPredicate lost) {
        t.step("udp.echo", arguments);
        for (int i = 0; i < count; i++) {
            ask(t, i);
            if (!lost.test(i)) {
                answer(t, i);
            }
        }
        return t;
    }

    private static Talk flood(Talk t) {
        echoes(t, ECHO, 1, i -> false);
        for (int i = 0; i < 1000; i++) {
            t.ping(i, Bytes.EMPTY).pong(i, Bytes.EMPTY);
        }
        return t;
    }

    private static Consumer<Session> closedPort(Consumer<Talk> then) {
        return talk(t -> then.accept(t.step("udp.exchange", Map.of("to", "192.168.7.1:9", "expect.answered", "== 0",
                "checksum", "correct")).udp(false, false, 40_000, 9, HELLO)));
    }

    private static Bytes spoilt() {
        byte[] octets = Talk.udpOctets(Talk.HOST_4, Talk.ACCESSORY_4, 40_000, 7, HELLO).toArray();
        octets[7] ^= 1;
        return Bytes.wrap(octets);
    }

    private static Map<String, String> with(String key, String value) {
        return Map.of("to", "192.168.7.1:7", key, value);
    }

    static Stream<RuleCase> cases() {
        return Stream.of(
                passes("NET-ICMP-01", "all sizes", talk(t -> pings(t.hopLimit(64)))),
                fails("NET-ICMP-01", "cut", talk(t -> pings(t.hopLimit(64)).ping(9, data(100, 9)).pong(9, data(90, 9))),
                        "the reply to 100 octets carries 90"),
                fails("NET-ICMP-01", "one size never", talk(t -> pings(t.hopLimit(64)).ping(9, data(513, 9))),
                        "echo requests of 513 octets were never answered"),
                fails("NET-ICMP-01", "another number", talk(t -> pings(t.hopLimit(64)).ping(9, data(100, 9))
                        .pong(10, data(100, 9)).pong(9, data(100, 9))), "another identifier or sequence number"),
                unseen("NET-ICMP-01", "a size not tried", talk(t -> t.hopLimit(64).ping(1, HELLO).pong(1, HELLO)),
                        "were not tried"),
                passes("NET-ICMP-02", "fresh", talk(t -> pings(t.hopLimit(64)))),
                fails("NET-ICMP-02", "TTL 1", talk(t -> pings(t.hopLimit(1))), "its TTL is 1"),
                fails("NET-ICMP-02", "from elsewhere", talk(t -> t.hopLimit(64).ping(1, HELLO)
                        .pongFrom(Bytes.of(192, 168, 7, 9), 1, HELLO)), "it comes from 192.168.7.9"),
                passes("NET-ICMP-03", "goes on", talk(t -> echoes(flood(t), ECHO, 1, i -> false))),
                warns("NET-ICMP-03", "dead", talk(t -> echoes(flood(t), ECHO, 1, i -> true)), "nothing that was sent"),
                unseen("NET-ICMP-03", "not asked after", talk(EchoRulesTest::flood), "nothing was sent by UDP after"),
                passes("NET-UDP-02", "10 000", talk(t -> echoes(t, ECHO, 10_000, i -> false))),
                warns("NET-UDP-02", "one lost", talk(t -> echoes(t, ECHO, 200, i -> i == 77)), "1 of 207 echoes"),
                unseen("NET-UDP-02", "few", talk(t -> echoes(t, ECHO, 200, i -> false)), "echoes were asked for, and none was lost"),
                passes("NET-UDP-03", "in order", talk(t -> echoes(t, ECHO, 200, i -> false))),
                warns("NET-UDP-03", "twice", talk(t -> answer(echoes(t, ECHO, 200, i -> false), 199)),
                        "more than once"),
                warns("NET-UDP-03", "overtaken", talk(t -> answer(answer(ask(ask(echoes(t, ECHO, 2, i -> false), 501), 502),
                        502), 501)), "after those of later datagrams"),
                passes("NET-UDP-04", "quick", talk(t -> echoes(t, with("expect.p99", "<= 20ms"), 50, i -> false))),
                warns("NET-UDP-04", "slow", talk(t -> {
                    t.step("udp.echo", with("expect.p50", "<= 0.02s"));
                    for (int i = 0; i < 50; i++) {
                        answer(ask(t, i).pause(50), i);
                    }
                }), "p50 is 51000 µs, declared 20000 µs"),
                unseen("NET-UDP-04", "nothing declared", talk(t -> echoes(t, ECHO, 50, i -> false)),
                        "expects a round-trip time"),
                passes("NET-UDP-05", "goes on", talk(t -> echoes(echoes(t, ECHO, 1, i -> false).fragment(), ECHO, 2,
                        i -> i == 0).pause(600))),
                warns("NET-UDP-05", "wedged", talk(t -> ask(echoes(t, ECHO, 1, i -> false).fragment(), 500).pause(600)),
                        "none of 1 echoes came", "NET-UDP-02"),
                passes("NET-UDP-06", "right", talk(t -> echoes(t, ECHO, 1, i -> false).packet(false, Talk.HOST_4,
                        Talk.ACCESSORY_4, 17, 64, spoilt()).pause(200))),
                fails("NET-UDP-06", "answers what is spoilt", talk(t -> t.packet(false, Talk.HOST_4, Talk.ACCESSORY_4, 17,
                        64, spoilt()).udp(true, false, 7, 40_000, HELLO)), "whose checksum is wrong was answered"),
                fails("NET-UDP-06", "a wrong one of its own", talk(t -> t.packet(true, Talk.ACCESSORY_4, Talk.HOST_4, 17,
                        64, spoilt())), "from port 40000 is wrong"),
                passes("NET-UDP-07", "silent", closedPort(t -> t.pause(500))),
                passes("NET-UDP-07", "refused at once", closedPort(t -> t.packet(true, Talk.ACCESSORY_4, Talk.HOST_4, 1,
                        64, Bytes.hex("0303 0000 00000000 4500002100000000 40110000 c0a80702 c0a80701"
                                + "9c40 0009 000d 0000")))),
                warns("NET-UDP-07", "echoes", closedPort(t -> t.udp(true, false, 9, 40_000, HELLO)),
                        "was answered by UDP"),
                passes("NET-UDP-08", "all", talk(t -> echoes(t, with("burst", "32"), 64, i -> false))),
                fails("NET-UDP-08", "the tail", talk(t -> echoes(t, with("burst", "32"), 64, i -> i > 60)),
                        "3 of 64 datagrams in bursts were lost"),
                unseen("NET-UDP-08", "no burst", talk(t -> echoes(t, ECHO, 64, i -> false)), "no burst of 32"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase c) {
        c.check();
    }
}
