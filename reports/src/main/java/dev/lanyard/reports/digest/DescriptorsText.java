package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.DescriptorText;
import dev.lanyard.wire.usb.DescriptorChain;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The descriptors that an accessory gave during an attempt, as text: the longest answer to each request. */
public final class DescriptorsText {

    /** GET_DESCRIPTOR, USB 2.0 §9.4.3. */
    private static final int GET_DESCRIPTOR = 6;
    private static final int DEVICE_TO_HOST_STANDARD_DEVICE = 0x80;
    private static final int MAX_DESCRIPTORS = 200;

    private final Map<Long, Bytes> answers = new TreeMap<>();

    /** Keeps what {@code transfer} brought, where it is a descriptor. */
    public void see(Event.Transfer transfer) {
        SetupPacket setup = transfer.setup();
        if (setup == null || setup.bRequest() != GET_DESCRIPTOR
                || setup.bmRequestType() != DEVICE_TO_HOST_STANDARD_DEVICE || transfer.data().isEmpty()) {
            return;
        }
        long request = (long) setup.wValue() << 16 | setup.wIndex();
        if (answers.size() < MAX_DESCRIPTORS || answers.containsKey(request)) {
            answers.merge(request, transfer.data(), (old, more) -> more.length() > old.length() ? more : old);
        }
    }

    public boolean isEmpty() {
        return answers.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        answers.forEach((request, answer) -> {
            int type = (int) (request >> 24);
            DescriptorChain chain = DescriptorParser.chain(answer);
            text.append("GET_DESCRIPTOR of type 0x%02x, index %d, language %04x: %d octets\n".formatted(type,
                    request >> 16 & 0xFF, request & 0xFFFF, answer.length()));
            text.append(DescriptorText.of(chain.descriptors(), chain.defects(), this::string)).append('\n');
        });
        return text.toString();
    }

    /** A string in whatever language it was read first. */
    private Optional<String> string(int index) {
        return answers.entrySet().stream()
                .filter(e -> e.getKey() >> 16 == (DescriptorType.STRING << 8 | index) && (e.getKey() & 0xFFFF) != 0)
                .findFirst()
                .map(e -> DescriptorParser.single(e.getValue(), DescriptorType.STRING))
                .flatMap(chain -> chain.first(StringDescriptor.class))
                .map(descriptor -> Shown.name(descriptor.text()));
    }
}
