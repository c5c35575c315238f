package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.DescriptorSet;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An accessory whose every name, and whose console, is an attack on whoever shows it: scripts for a page, escapes for a terminal, paths out
 * of a folder, formulas for a spreadsheet, commands for a CI job's log, writing turned round, and octets that are no text
 * at all. As long as a string descriptor (USB 2.0 §9.6.7), a DNS label and a TXT string (RFC 1035 §2.3.4, §3.3.14) can
 * be. {@code emulated:ncm+hostile} is one.
 *
 * <p>It is no {@link Fault}, because no rule is meant; of those about names (NET-MDNS-06, -09, -10) it breaks some.
 */
public final class HostileStrings implements Defect {

    /** What comes behind the plus sign in an accessory's name. */
    public static final String NAME = "hostile";
    /** What a script that ran would have put into the page's title, and what a path would have made a file of. */
    public static final String MARK = "PWNED";

    private static final String SCRIPT = "<script>document.title='" + MARK + "'</script>";
    private static final String TERMINAL = "\u001b]0;" + MARK + "\u0007\u001b[2J\u001b[31m";
    private static final String TURNED = "\u202e\u2066\u200b";
    private static final String PATH = "../../../../" + MARK;
    private static final int LABEL = 63;
    private static final int TEXT = 255;
    private static final int LONG_LINE = 65_536;
    /** Stands for what is not UTF-8, and in descriptors for half a surrogate pair. */
    private static final String NO_TEXT = "\ufffd";
    private static final byte[] NO_TEXT_UTF_8 = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    private static final byte[] NOT_UTF_8 = {(byte) 0xFF, (byte) 0xC0, (byte) 0x80};

    private static final List<String> DESCRIPTORS = List.of(
            "</script>" + SCRIPT + TERMINAL + TURNED + NO_TEXT,
            "=HYPERLINK(\"http://" + MARK + ".invalid\")'\"><img src=x onerror=\"document.title='" + MARK + "'\">" + PATH,
            PATH + "\\..\\" + MARK + "\u0000\u0085\r\n::error::" + MARK + "\n- |[x](javascript:document.title='" + MARK
                    + "')|${7*7}{{7*7}}]]>&#0;" + NO_TEXT);

    private static final String INSTANCE = cut("\"><svg onload=document.title='" + MARK + "'>\u001b[31m" + TURNED + "../"
            + NO_TEXT, LABEL);
    private static final String HOST = cut(SCRIPT + "\u001b]0;x\u0007..\\" + NO_TEXT, LABEL);
    private static final List<String> TEXTS = List.of(SCRIPT + "=" + SCRIPT, "=1+1", "path=" + PATH + "\u0000",
            "turned=" + TURNED + TERMINAL + NO_TEXT, cut("long=" + "x".repeat(TEXT), TEXT),
            cut("y".repeat(TEXT), TEXT), "::error::" + MARK + "=\r\n::error::" + MARK);

    /**
     * What its serial console writes: one line of each kind, one of 64 KiB, one that is no text; the last is what
     * firmware writes when it dies, so that it is quoted wherever a failure is told.
     */
    public static byte[] console() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String line : List.of("</script>" + SCRIPT, "<img src=x onerror=\"document.title='" + MARK + "'\">",
                TERMINAL + "\u009b2J\u009d0;" + MARK + "\u009c\u001b[6n\rover the line\u0008\u0008" + MARK, PATH,
                "..\\..\\" + MARK, "turned " + TURNED + " round", "::error::" + MARK, "=1+1", "",
                "\u0000\u2028\u0085\u0000", "z".repeat(LONG_LINE))) {
            octets.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        octets.writeBytes(NOT_UTF_8);
        // Half a character, half a surrogate pair, and one beyond the last plane.
        octets.writeBytes(new byte[] {(byte) 0xE2, (byte) 0x82, (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xF5,
            (byte) 0x80, (byte) 0x80, (byte) 0x80, '\r', '\n'});
        octets.writeBytes(("kernel panic - not syncing: " + SCRIPT + TERMINAL + TURNED + PATH + "`|[x](javascript:1)]]>\n")
                .getBytes(StandardCharsets.UTF_8));
        return octets.toByteArray();
    }

    @Override
    public DescriptorSet descriptors(DescriptorSet honest) {
        Map<Integer, String> strings = new HashMap<>(honest.strings());
        for (int index = 1; index <= DESCRIPTORS.size(); index++) {
            String text = DESCRIPTORS.get(index - 1);
            strings.put(index, text.substring(0, Math.min(text.length(), StringDescriptor.MAX_CODE_UNITS)));
        }
        return new DescriptorSet(honest.device(), honest.configuration(), honest.qualifier(), honest.otherSpeed(),
                honest.bos(), strings, honest.languageId());
    }

    @Override
    public Optional<ControlRequest> request(ControlRequest request) {
        return ControlDefects.answer(strings(), honest -> {
            byte[] octets = honest.toArray();
            for (int at = StringDescriptor.LENGTH; at + 1 < octets.length; at += 2) {
                if ((octets[at] & 0xFF) == 0xFD && (octets[at + 1] & 0xFF) == 0xFF) {
                    octets[at] = 0;
                    octets[at + 1] = (byte) 0xD8;
                }
            }
            return Bytes.wrap(octets);
        }).request(request);
    }

    private static Predicate<SetupPacket> strings() {
        return ControlDefects.standard(StandardRequests.GET_DESCRIPTOR)
                .and(setup -> setup.wValue() >> 8 == DescriptorType.STRING);
    }

    @Override
    public NetworkSettings network(NetworkSettings honest) {
        NetworkSettings.Service service = honest.service();
        return new NetworkSettings(honest.macAddress(), honest.address(), honest.prefixLength(), honest.poolOffset(),
                honest.poolSize(), honest.leaseTime(), HOST,
                new NetworkSettings.Service(INSTANCE, service.type(), service.port(), TEXTS), honest.addressing(),
                honest.quirks(), honest.advertisement());
    }

    @Override
    public Optional<byte[]> frameToHost(byte[] frame) {
        return Optional.of(IpFrame.udp(frame).flatMap(udp -> {
            byte[] payload = udp.udpPayload();
            boolean changed = false;
            for (int at = 0; at + NO_TEXT_UTF_8.length <= payload.length; at++) {
                if (Arrays.equals(payload, at, at + 3, NO_TEXT_UTF_8, 0, 3)) {
                    System.arraycopy(NOT_UTF_8, 0, payload, at, NOT_UTF_8.length);
                    changed = true;
                }
            }
            return changed ? Optional.of(udp.withUdpPayload(payload).frame()) : Optional.empty();
        }).orElse(frame));
    }

    private static String cut(String text, int octets) {
        String kept = text;
        while (kept.getBytes(StandardCharsets.UTF_8).length > octets) {
            kept = kept.substring(0, kept.length() - 1);
        }
        return kept;
    }
}
