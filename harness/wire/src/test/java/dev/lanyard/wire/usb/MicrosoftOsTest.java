package dev.lanyard.wire.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.MicrosoftOs.Announcement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MicrosoftOsTest {

    /** The platform capability of TinyUSB's examples (a set of 178 octets, vendor code 1), behind a BOS header. */
    private static final Bytes BOS = Bytes.hex("050f210001 1c100500df60ddd88945c74c9cd2659d9e648a9f00000306b2000100");

    @Test
    void anAnnouncementThatAnotherWroteIsRead() {
        assertEquals(Optional.of(new Announcement(178, 1)), MicrosoftOs.announced(DescriptorParser.bos(BOS)));
        assertEquals(BOS.from(5), MicrosoftOs.capability(new Announcement(178, 1)));
    }

    @Test
    void theCompatibleIdOfASetIsFoundInItsFunctionSubset() {
        Bytes set = MicrosoftOs.descriptorSet(MicrosoftOs.WINNCM, 0);
        assertEquals(set.length(), set.u16le(8));
        assertEquals(List.of("WINNCM"), MicrosoftOs.compatibleIds2(set));
        assertEquals(List.of(), MicrosoftOs.compatibleIds2(set.truncate(set.length() - 1)));
        assertEquals(List.of(), MicrosoftOs.compatibleIds2(Bytes.hex("0000000000")));
    }

    @Test
    void versionOneIsReadAsLinuxGadgetsSendIt() {
        // drivers/usb/gadget/composite.c: string 0xEE with qw_sign MSFT100 and b_vendor_code 0xCD.
        assertEquals(Optional.of(0xCD), MicrosoftOs.vendorCode(
                Bytes.hex("12034d00530046005400310030003000cd00")));
        assertEquals(Optional.empty(), MicrosoftOs.vendorCode(Bytes.hex("12034d00530046005400310030003100cd00")));
        assertEquals(List.of("WINNCM"), MicrosoftOs.compatibleIds1(Bytes.hex("28000000 0001 0400 01 00000000000000"
                + "0001 57494e4e434d0000 0000000000000000 000000000000")));
        assertEquals(List.of(), MicrosoftOs.compatibleIds1(Bytes.hex("2800")));
    }
}
