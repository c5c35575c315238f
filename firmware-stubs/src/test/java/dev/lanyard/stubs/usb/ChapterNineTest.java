package dev.lanyard.stubs.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.stubs.AccessoryIdentity;
import dev.lanyard.stubs.EmulatedAccessory;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChapterNineTest {

    private final EmulatedAccessory accessory =
            new EmulatedAccessory(Model.NCM, AccessoryIdentity.ncm(0));
    private final TestHost host = new TestHost(accessory);

    @AfterEach
    void close() {
        accessory.close();
    }

    private TestHost.Result descriptor(int type, int index, int language, int length) {
        return host.control(StandardRequests.getDescriptor(type, index, language, length));
    }

    @Test
    void theDeviceDescriptorIsAnsweredAtFullAndShorterLength() {
        Bytes whole = descriptor(DescriptorType.DEVICE, 0, 0, 64).data();
        assertEquals(Bytes.hex("1201 0102 ef0201 40 0912 0200 0001 01 02 03 01"), whole);
        assertEquals(whole.truncate(8), descriptor(DescriptorType.DEVICE, 0, 0, 8).data());
    }

    @Test
    void theConfigurationIsTheSameAtShortAndFullLength() {
        Bytes whole = descriptor(DescriptorType.CONFIGURATION, 0, 0, 0xFFFF).data();
        assertEquals(whole.length(), whole.u16le(2));
        assertEquals(whole.truncate(9), descriptor(DescriptorType.CONFIGURATION, 0, 0, 9).data());
    }

    @Test
    void stringsExistInTheLanguageThatIsListed() {
        assertEquals(Bytes.hex("0403 0904"), descriptor(DescriptorType.STRING, 0, 0, 255).data());
        assertEquals(Bytes.hex("1003 4c0061006e007900610072006400"),
                descriptor(DescriptorType.STRING, 1, 0x0409, 255).data());
        assertTrue(descriptor(DescriptorType.STRING, 1, 0x0407, 255).isStalled());
        assertTrue(descriptor(DescriptorType.STRING, 99, 0x0409, 255).isStalled());
    }

    @Test
    void aHighSpeedDeviceHasQualifierOtherSpeedConfigurationAndBos() {
        assertEquals(Bytes.hex("0a06 0102 ef0201 40 01 00"),
                descriptor(DescriptorType.DEVICE_QUALIFIER, 0, 0, 64).data());
        Bytes other = descriptor(DescriptorType.OTHER_SPEED_CONFIGURATION, 0, 0, 0xFFFF).data();
        assertEquals(DescriptorType.OTHER_SPEED_CONFIGURATION, other.u8(1));
        assertEquals(other.length(), other.u16le(2));
        // The second capability announces Microsoft OS 2.0 descriptors.
        assertEquals(Bytes.hex("050f 2800 02 0710 02 00000000 1c10 05 00 df60ddd88945c74c9cd2659d9e648a9f 00000306 2e00 4c 00"),
                descriptor(DescriptorType.BOS, 0, 0, 64).data());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x04, 0x05, 0x21, 0x22, 0x24, 0x30, 0xFF})
    void descriptorsThatDoNotExistAreStalled(int type) {
        assertTrue(descriptor(type, 0, 0, 64).isStalled());
    }

    @Test
    void aSecondConfigurationDoesNotExist() {
        assertTrue(descriptor(DescriptorType.CONFIGURATION, 1, 0, 64).isStalled());
        assertTrue(host.control(StandardRequests.setConfiguration(2)).isStalled());
    }

    @Test
    void theConfigurationCanBeSetAndAskedFor() {
        assertEquals(Bytes.of(0), host.control(StandardRequests.getConfiguration()).data());
        host.configure();
        assertEquals(Bytes.of(1), host.control(StandardRequests.getConfiguration()).data());
        host.control(StandardRequests.setConfiguration(0));
        assertEquals(Bytes.of(0), host.control(StandardRequests.getConfiguration()).data());
    }

    @Test
    void interfacesExistOnlyWhileConfigured() {
        assertTrue(host.control(StandardRequests.getInterface(1)).isStalled());
        assertTrue(host.selectAlternate(1, 1).isStalled());
        host.configure();
        assertEquals(Bytes.of(0), host.control(StandardRequests.getInterface(1)).data());
        assertTrue(host.control(StandardRequests.getInterface(2)).isStalled());
    }

    @Test
    void anUndefinedAlternateIsStalledAndChangesNothing() {
        host.configure();
        assertFalse(host.selectAlternate(1, 1).isStalled());
        assertTrue(host.selectAlternate(1, 2).isStalled());
        assertTrue(host.selectAlternate(0, 1).isStalled());
        assertEquals(Bytes.of(1), host.control(StandardRequests.getInterface(1)).data());
    }

    @Test
    void settingTheConfigurationAgainPutsInterfacesBackToAlternateZero() {
        host.configure();
        host.selectAlternate(1, 1);
        host.configure();
        assertEquals(Bytes.of(0), host.control(StandardRequests.getInterface(1)).data());
    }

    @Test
    void statusIsAnsweredForDeviceInterfaceAndEndpoint() {
        host.configure();
        assertEquals(Bytes.of(0, 0), host.control(StandardRequests.getDeviceStatus()).data());
        assertEquals(Bytes.of(0, 0), host.control(StandardRequests.getInterfaceStatus(0)).data());
        assertEquals(Bytes.of(0, 0), host.control(StandardRequests.getEndpointStatus(0x82)).data());
        assertEquals(Bytes.of(0, 0), host.control(StandardRequests.getEndpointStatus(0)).data());
        assertTrue(host.control(StandardRequests.getEndpointStatus(0x81)).isStalled());
    }

    @Test
    void anEndpointCanBeHaltedAndClearedByTheHost() {
        host.configure();
        host.selectAlternate(1, 1);
        host.control(StandardRequests.setEndpointHalt(0x81));
        assertEquals(Bytes.of(1, 0), host.control(StandardRequests.getEndpointStatus(0x81)).data());
        assertTrue(host.in(0x81, 2048).get().isStalled());
        host.control(StandardRequests.clearEndpointHalt(0x81));
        assertEquals(Bytes.of(0, 0), host.control(StandardRequests.getEndpointStatus(0x81)).data());
    }

    @Test
    void dataEndpointsAreNotThereInAlternateZero() {
        host.configure();
        assertTrue(host.in(0x81, 2048).get().isStalled());
        assertTrue(host.out(0x01, Bytes.of(1), false).get().isStalled());
        assertFalse(host.in(0x82, 16).isDone());
    }

    @Test
    void settingTheAddressIsHarmless() {
        assertFalse(host.control(StandardRequests.setAddress(9)).isStalled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 07 0003 0000 0000", "82 0c 0000 8100 0200", "00 03 0200 0000 0000",
            "c0 01 0000 0000 1000", "a1 06 0000 0000 1000", "23 00 0000 0000 0000", "21 43 0e00 0900 0000"})
    void whatIsNotSupportedIsStalledAndEndpointZeroGoesOn(String setup) {
        host.configure();
        assertTrue(host.control(SetupPacket.decode(Bytes.hex(setup))).isStalled());
        assertEquals(Bytes.of(1), host.control(StandardRequests.getConfiguration()).data());
    }
}
