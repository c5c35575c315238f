package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The fixed part of a descriptor: names and sizes of its fields, one after another. */
public final class FieldLayout {

    private final List<DescriptorField> fields;
    private final int length;

    private FieldLayout(List<DescriptorField> fields, int length) {
        this.fields = fields;
        this.length = length;
    }

    /**
     * The layout of fields in the order given. The size of a field follows from the first letters of its name, as in
     * the specifications ({@code dwX} four octets, {@code wX}, {@code idX} and {@code bcdX} two, others one), unless
     * the name carries it: {@code bmFoo:4}.
     */
    public static FieldLayout of(String... names) {
        List<DescriptorField> fields = new ArrayList<>();
        int offset = 0;
        for (String name : names) {
            int colon = name.indexOf(':');
            String plain = colon < 0 ? name : name.substring(0, colon);
            int size = colon < 0 ? impliedSize(name) : Integer.parseInt(name.substring(colon + 1));
            fields.add(new DescriptorField(plain, offset, size, 0));
            offset += size;
        }
        return new FieldLayout(List.copyOf(fields), offset);
    }

    /** Octets of all fields together. */
    public int length() {
        return length;
    }

    /** The fields of {@code raw} that are there. */
    public List<DescriptorField> read(Bytes raw) {
        List<DescriptorField> present = new ArrayList<>();
        for (DescriptorField field : fields) {
            if (raw.has(field.offset(), field.size())) {
                present.add(new DescriptorField(field.name(), field.offset(), field.size(), value(raw, field)));
            }
        }
        return present;
    }

    private static long value(Bytes raw, DescriptorField field) {
        return switch (field.size()) {
            case 1 -> raw.u8(field.offset());
            case 2 -> raw.u16le(field.offset());
            default -> raw.u32le(field.offset());
        };
    }

    private static int impliedSize(String name) {
        if (name.startsWith("dw")) {
            return 4;
        }
        boolean word = name.startsWith("w") || name.startsWith("id") || name.startsWith("bcd");
        return word ? 2 : 1;
    }
}
