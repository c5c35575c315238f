package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.List;

/** Command set functional descriptor (CDC WMC 1.1 §8.1.2.1, unchecked), 22 octets: used with protocol FEh. */
public record CommandSetDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bFunctionLength", "bDescriptorType",
            "bDescriptorSubtype", "bcdVersion", "iCommandSet");

    private static final int GUID_LENGTH = 16;

    /** Octets of the descriptor. */
    public static final int LENGTH = 22;

    /** A descriptor to send; {@code bGUID} has 16 octets. */
    public static CommandSetDescriptor of(int bcdVersion, int iCommandSet, Bytes bGUID) {
        return new CommandSetDescriptor(Bytes.of(LENGTH, DescriptorType.CS_INTERFACE, CdcCodes.COMMAND_SET,
                bcdVersion, bcdVersion >> 8, iCommandSet).concat(bGUID.slice(0, GUID_LENGTH)), 0);
    }

    public int bcdVersion() {
        return raw.u16le(3);
    }

    public int iCommandSet() {
        return raw.u8(5);
    }

    /** Identifies the command set; 16 octets. */
    public Bytes bGUID() {
        return raw.slice(6, GUID_LENGTH);
    }

    @Override
    public String title() {
        return "Command Set Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
