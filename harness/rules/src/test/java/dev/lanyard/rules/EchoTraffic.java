package dev.lanyard.rules;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbForge;
import dev.lanyard.wire.ntb.NtbForm;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.ArrayList;
import java.util.List;

/** Echo requests in bulk transfers, and what comes of them; each method adds to the session's evidence. */
final class EchoTraffic {

    private static final int PACKET = 512;

    private final Session session;
    private final boolean ncm;
    private NtbFormat format = NtbFormat.NTB16;
    private int number;

    EchoTraffic(Session session) {
        this.session = session;
        this.ncm = session.configuration.toHex().contains("06241a");
    }

    EchoTraffic format(NtbFormat next) {
        format = next;
        return this;
    }

    /** An echo request of the host, or the answer; octets of the frame 42 or more. */
    private Bytes frame(boolean received, int id, int length, int last) {
        int total = length - 14;
        Bytes host = Bytes.of(192, 168, 7, 2);
        Bytes accessory = Bytes.of(192, 168, 7, 1);
        byte[] data = new byte[length - 42];
        java.util.Arrays.fill(data, (byte) 0x5A);
        if (data.length > 0) {
            data[data.length - 1] = (byte) last;
        }
        return (received ? Session.HOST.bytes().concat(Session.ACCESSORY.bytes())
                : Session.ACCESSORY.bytes().concat(Session.HOST.bytes())).concat(Bytes.of(8, 0))
                .concat(Bytes.of(0x45, 0, total >> 8, total, 0, 0, 0, 0, 64, 1, 0, 0))
                .concat(received ? accessory : host).concat(received ? host : accessory)
                .concat(Bytes.of(received ? 0 : 8, 0, 0, 0, 0x12, 0x34, id >> 8, id)).concat(Bytes.wrap(data));
    }

    /** Sends a transfer; {@code answers} of the requests in it are answered, a millisecond later. */
    private EchoTraffic send(Bytes octets, boolean zeroPacket, List<Integer> ids, int length, int last, int answers,
                             long answerMillis) {
        session.bulk(0x01, octets.length(), "OK", zeroPacket, octets, 1);
        session.advance(answerMillis);
        ids.stream().limit(answers).forEach(id -> session.event(new Event.Frame(true, frame(true, id, length, last))));
        return this;
    }

    /** A small ordinary request. */
    EchoTraffic ordinary(boolean answered) {
        return plain(98, answered, 1);
    }

    EchoTraffic plain(int length, boolean answered, long answerMillis) {
        return ncm ? block(NtbForm.PLAIN, 1, length, answered ? 1 : 0, answerMillis)
                : ecm(length, 0, 1, answered);
    }

    EchoTraffic block(NtbForm form, int datagrams, int answers) {
        return block(form, datagrams, 98, answers, 1);
    }

    EchoTraffic block(NtbForm form, int datagrams, int length, int answers, long answerMillis) {
        List<Integer> ids = new ArrayList<>();
        List<Bytes> frames = new ArrayList<>();
        for (int i = 0; i < datagrams; i++) {
            ids.add(++number);
            frames.add(frame(false, number, length, 1));
        }
        NtbForge.Transfer made = new NtbForge(format, false, new NtbAlignment(4, 0, 4), number, 16_384, PACKET)
                .make(form, frames);
        return send(made.octets(), made.zeroPacket(), ids, length, 1, answers, answerMillis);
    }

    /** A frame with {@code extra} zero octets behind it. */
    EchoTraffic ecm(int length, int extra, int last, boolean answered) {
        Bytes octets = frame(false, ++number, length, last).concat(Bytes.wrap(new byte[extra]));
        return send(octets, octets.length() % PACKET == 0, List.of(number), length, last, answered ? 1 : 0, 1);
    }

    /** Any octets. */
    EchoTraffic octets(Bytes octets, String status, long millis) {
        session.bulk(0x01, octets.length(), status, false, octets, millis);
        return this;
    }

    /** What one read of the bulk IN endpoint brought. */
    EchoTraffic read(Bytes octets) {
        session.bulk(0x81, 16_896, "OK", false, octets, 1);
        return this;
    }

    /** An answered request, as the accessory's frame. */
    Bytes reply(int length) {
        return frame(true, ++number, length, 1);
    }
}
