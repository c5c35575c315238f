package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.Optional;

/**
 * The body of an action frame (§9.3.3.13): category 1, action 1, content, [Management MIC element].
 *
 * @param content       what follows the action octet
 * @param managementMic the last element of a group-addressed frame of category {@link #PROTECTED_DUAL} that a group
 *                      key protects (§9.4.2.54)
 */
public record ActionBody(int category, int action, Bytes content, Optional<ManagementMicElement> managementMic)
        implements ManagementBody {

    public static final int PUBLIC = 4;
    /** Protected Dual of Public Action. */
    public static final int PROTECTED_DUAL = 9;
    /** The action of both categories that an OUI follows. */
    public static final int VENDOR_SPECIFIC = 9;

    /** Octets before the content. */
    public static final int CONTENT_OFFSET = 2;

    /** A body without Management MIC element. */
    public ActionBody(int category, int action, Bytes content) {
        this(category, action, content, Optional.empty());
    }

    static ActionBody read(Bytes octets, boolean group) {
        if (!octets.has(0, CONTENT_OFFSET)) {
            return null;
        }
        int category = octets.u8(0);
        Bytes content = octets.from(CONTENT_OFFSET);
        Optional<ManagementMicElement> mic = group && category == PROTECTED_DUAL ? micAtEnd(content)
                : Optional.empty();
        Bytes rest = mic.isEmpty() ? content
                : content.truncate(content.length() - mic.get().body().length() - Element.HEADER);
        return new ActionBody(category, octets.u8(1), rest, mic);
    }

    private static Optional<ManagementMicElement> micAtEnd(Bytes content) {
        for (int length : ManagementMicElement.LENGTHS) {
            int at = content.length() - length - Element.HEADER;
            if (at >= 0 && content.u8(at) == Element.MANAGEMENT_MIC && content.u8(at + 1) == length) {
                return Optional.of(ManagementMicElement.read(new BytesReader(content.from(at + Element.HEADER))));
            }
        }
        return Optional.empty();
    }

    @Override
    public Bytes encode() {
        BytesWriter out = new BytesWriter().u8(category).u8(action).bytes(content);
        managementMic.ifPresent(mic -> out.bytes(mic.encode()));
        return out.toBytes();
    }
}
