package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.ArrayList;
import java.util.List;

/** Country selection functional descriptor (CDC 1.20 §5.2.3.3, unchecked), 4 octets and two for each country. */
public record CountrySelectionDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT =
            FieldLayout.of("bFunctionLength", "bDescriptorType", "bDescriptorSubtype", "iCountryCodeRelDate");

    /** Octets of a descriptor without countries. */
    public static final int MIN_LENGTH = 4;

    /** A descriptor to send; country codes are those of ISO 3166. */
    public static CountrySelectionDescriptor of(int iCountryCodeRelDate, int... countryCodes) {
        Bytes raw = Bytes.of(4 + 2 * countryCodes.length, DescriptorType.CS_INTERFACE, CdcCodes.COUNTRY_SELECTION,
                iCountryCodeRelDate);
        for (int code : countryCodes) {
            raw = raw.concat(Bytes.of(code, code >> 8));
        }
        return new CountrySelectionDescriptor(raw, 0);
    }

    public int iCountryCodeRelDate() {
        return raw.u8(3);
    }

    public List<Integer> countryCodes() {
        List<Integer> codes = new ArrayList<>();
        for (int at = 4; raw.has(at, 2); at += 2) {
            codes.add(raw.u16le(at));
        }
        return List.copyOf(codes);
    }

    @Override
    public String title() {
        return "Country Selection Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        List<DescriptorField> fields = new ArrayList<>(LAYOUT.read(raw));
        for (int at = 4; raw.has(at, 2); at += 2) {
            fields.add(new DescriptorField("wCountryCode" + (at - 4) / 2, at, 2, raw.u16le(at)));
        }
        return fields;
    }
}
