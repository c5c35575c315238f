package dev.lanyard.wire.cdc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DescriptorParser;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorTextTest {

    /** The configuration of Linux' f_ncm, as it stands on the wire. */
    private static final Bytes F_NCM = Bytes.hex("""
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0600000000ea05000000 06241a000111 07058203100009
            09040100000a000107 09040101020a000107 07058102000200 07050102000200""");

    @Test
    void namesEveryFieldAndResolvesStrings() {
        String text = show(F_NCM);

        assertTrue(text.contains("Interface 0 alternate 0: CDC NCM\n"), text);
        assertTrue(text.contains("Interface 1 alternate 1: CDC data\n"), text);
        assertTrue(text.contains("Endpoint 0x82 interrupt IN\n"), text);
        assertTrue(text.contains("wMaxSegmentSize          1514 (0x05ea)\n"), text);
        assertTrue(text.contains("iMACAddress              6 (0x06) \"string 6\"\n"), text);
        assertTrue(text.contains("at 40: 06 24 1a 00 01 11\n") || text.contains("06 24 1a 00 01 11\n"), text);
    }

    @Test
    void showsADescriptorOfLengthZeroAndWhatIsWrongWithIt() {
        Bytes broken = F_NCM.slice(0, 26).concat(Bytes.hex("00 24 00 10 01 05 24 06 00 01"));

        String text = show(broken);

        assertTrue(text.contains("00 24 00 10 01"), text);
        assertTrue(text.contains("! bLength is 0"), text);
    }

    private static String show(Bytes bytes) {
        ConfigurationTree tree = DescriptorParser.configuration(bytes);
        return DescriptorText.of(tree.descriptors(), tree.defects(), index -> Optional.of("string " + index));
    }
}
