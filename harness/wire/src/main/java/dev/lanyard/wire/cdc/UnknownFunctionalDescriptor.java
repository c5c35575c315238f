package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.List;

/** A functional descriptor of a subtype without a record of its own, or one too short for its subtype. */
public record UnknownFunctionalDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT =
            FieldLayout.of("bFunctionLength", "bDescriptorType", "bDescriptorSubtype");

    @Override
    public String title() {
        return bDescriptorSubtype() < 0 ? "Functional (no subtype)"
                : "Functional (subtype 0x%02x)".formatted(bDescriptorSubtype());
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
