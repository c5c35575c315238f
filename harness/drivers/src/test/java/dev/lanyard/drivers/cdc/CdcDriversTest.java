package dev.lanyard.drivers.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.NtbParameters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CdcDriversTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ListRecorder recorder = new ListRecorder();

    @Test
    void ncmIsPreferredOverEcmInAnEarlierConfiguration() throws Exception {
        ScriptedDevice device = twoConfigurations();
        try (CdcDriver driver = probe(device, CdcOptions.defaults())) {
            assertInstanceOf(NcmDriver.class, driver);
            assertTrue(device.requests.contains("000902000000"), device.requests.toString());
            assertEquals(2, driver.report().configurations().size());
        }
    }

    @Test
    void theOptionsChooseConfigurationAndKind() throws Exception {
        ScriptedDevice device = twoConfigurations();
        try (CdcDriver driver = probe(device, CdcOptions.defaults().withConfiguration(1))) {
            assertInstanceOf(EcmDriver.class, driver);
            assertTrue(device.requests.contains("000901000000"));
        }
        try (CdcDriver driver = probe(device, CdcOptions.defaults().withKind(CdcDriver.Kind.ECM))) {
            assertInstanceOf(EcmDriver.class, driver);
        }
    }

    @Test
    void aDeviceWithoutAFunctionIsNamedWithWhatItHas() {
        ScriptedDevice device = new ScriptedDevice(Bytes.hex("0902 1200 01 01 00 80 32  0904 00 00 00 08 06 50 00"));
        UsbException e = assertThrows(UsbException.class, () -> probe(device, CdcOptions.defaults()));
        assertEquals(UsbError.NOT_FOUND, e.error());
        assertTrue(e.getMessage().contains("0525:a4a1") && e.getMessage().contains("0 is 08/06/50"), e.getMessage());
    }

    @Test
    void aFunctionThatCannotCarryDataIsNamedWithWhatIsMissing() {
        Bytes cut = Bytes.wrap(ScriptedDevice.F_ECM.truncate(74).toArray());
        UsbException e = assertThrows(UsbException.class,
                () -> probe(new ScriptedDevice(cut), CdcOptions.defaults()));
        assertTrue(e.getMessage().contains("has a bulk IN and a bulk OUT endpoint"), e.getMessage());
    }

    @Test
    void anUnusableAddressStringIsARemarkAndAnAddressStandsIn() throws Exception {
        ScriptedDevice device = ScriptedDevice.ecm();
        device.answer("80 06 0603 0904", Bytes.hex("0803 3000 1b00 3a00"));
        try (CdcDriver driver = probe(device, CdcOptions.defaults())) {
            assertEquals(CdcDrivers.STAND_IN_ADDRESS, driver.hostMacAddress());
            assertTrue(recorder.warned("\"0\\u{1b}:\", not 12 hexadecimal digits"));
        }
    }

    @Test
    void describingReadsParametersAndStrings() throws Exception {
        DeviceReport report = CdcDrivers.describe(ScriptedDevice.ncm(), CdcOptions.defaults(), TIMEOUT);
        assertEquals(List.of(), report.troubles());
        assertEquals(NtbParameters.of(3, 16384, 0), report.ntbParameters().orElseThrow().parameters());
        assertEquals(0x0525, report.deviceDescriptor().orElseThrow().idVendor());
        assertEquals(List.of(0x0409), report.languages());
        assertEquals(8, report.strings().size());
    }

    @Test
    void aBrokenConfigurationIsDescribedAndNotLoopedOver() {
        Bytes broken = Bytes.hex("0902 2000 01 01 00 80 32  0904 00 00 00 02 0d 00 00"
                + " 00 24 00 1001 ffffffffffff 0102");
        DeviceReport report = assertTimeoutPreemptively(TIMEOUT,
                () -> CdcDrivers.describe(new ScriptedDevice(broken), CdcOptions.defaults(), TIMEOUT));
        assertTrue(report.troubles().stream().anyMatch(t -> t.contains("bLength is 0")), report.troubles().toString());
    }

    @Test
    void refusedRequestsAreTroublesOfTheReport() throws Exception {
        ScriptedDevice device = ScriptedDevice.ncm();
        device.stall("80 06 0603 0904");
        device.stall("a1 80 0000 0000");
        DeviceReport report = CdcDrivers.describe(device, CdcOptions.defaults(), TIMEOUT);
        assertEquals(2, report.troubles().size(), report.troubles().toString());
        assertTrue(report.troubles().get(0).contains("string 6"));
        assertTrue(report.troubles().get(1).contains("GetNtbParameters"));
        UsbException e = assertThrows(UsbException.class, () -> probe(device, CdcOptions.defaults()));
        assertEquals(UsbError.STALL, e.error());
        assertTrue(e.getMessage().contains("GetNtbParameters"), e.getMessage());
    }

    @Test
    void aDeviceThatAnswersNothingIsAnErrorInBoundedTime() {
        ScriptedDevice device = ScriptedDevice.ecm();
        device.answers.keySet().forEach(device::ignore);
        UsbException e = assertTimeoutPreemptively(TIMEOUT, () -> assertThrows(UsbException.class,
                () -> CdcDrivers.probe(device, CdcOptions.defaults(), recorder, Duration.ofMillis(300))));
        assertEquals(UsbError.TIMEOUT, e.error());
    }

    @Test
    void aRequestThatTookAllThatWasLeftIsTheEndAlsoWhenItsTimerWasEarly() {
        ScriptedDevice device = ScriptedDevice.ecm();
        device.expire("80 06 0001 0000");
        UsbException e = assertThrows(UsbException.class,
                () -> CdcDrivers.probe(device, CdcOptions.defaults(), recorder, Duration.ofSeconds(1)));
        assertEquals(UsbError.TIMEOUT, e.error());
    }

    @Test
    void aDeviceWithoutConfigurationIsNamedWithWhatFailed() {
        ScriptedDevice device = ScriptedDevice.ecm();
        device.stall("80 06 0002 0000");
        UsbException e = assertThrows(UsbException.class, () -> probe(device, CdcOptions.defaults()));
        assertEquals(UsbError.NOT_FOUND, e.error());
        assertTrue(e.getMessage().contains("sent no configuration; GET_DESCRIPTOR of configuration index 0 failed"),
                e.getMessage());
    }

    private ScriptedDevice twoConfigurations() {
        byte[] second = ScriptedDevice.F_NCM.toArray();
        second[5] = 2;
        ScriptedDevice device = new ScriptedDevice(ScriptedDevice.F_ECM, Bytes.wrap(second));
        device.answer("a1 80 0000 0000", ScriptedDevice.NTB_PARAMETERS);
        return device;
    }

    private CdcDriver probe(ScriptedDevice device, CdcOptions options) throws Exception {
        return CdcDrivers.probe(device, options, recorder, TIMEOUT);
    }
}
