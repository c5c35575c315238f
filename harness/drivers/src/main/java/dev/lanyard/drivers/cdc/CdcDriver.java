package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;

/**
 * Drives the ECM or NCM function of an opened device, as an operating system's driver would, but step by step, so that
 * a scenario can bounce alternates, leave requests out and watch notifications.
 *
 * <p>Life: made on a configured device with the data interface in alternate 0 and the notification endpoint being
 * read. {@link #selectAlternate} 1 starts the data path, 0 stops it. The driver does not close the connection.
 */
public interface CdcDriver extends AutoCloseable {

    /** Which class the function is of. */
    enum Kind { ECM, NCM }

    Kind kind();

    UsbConnection connection();

    int controlInterface();

    int dataInterface();

    /** What the descriptors say of the function. */
    CdcFunction function();

    /** bConfigurationValue of the configuration that has the function. */
    int configuration();

    /** The address that the accessory gives the host (string iMACAddress, ECM120 §5.4). */
    MacAddress hostMacAddress();

    /**
     * SET_INTERFACE on the data interface. For 1, NCM first makes its configuration requests (in alternate 0, NCM10
     * §6.2.5) as the options say, and ECM and NCM then set the packet filter as the options say.
     */
    void selectAlternate(int bAlternateSetting, Duration timeout) throws UsbException, InterruptedException;

    /** How the function is driven from the next selection of an alternate setting on. */
    CdcOptions options();

    /** Changes {@link #options()}; what was chosen when the device was probed stays. */
    void options(CdcOptions next);

    /** SET_CONFIGURATION, 0 included: the data path ends, and the data interface is in alternate 0. */
    void configure(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException;

    /**
     * Resets the port and configures the device again; the data interface is in alternate 0.
     *
     * @throws UsbException {@link dev.lanyard.drivers.usb.UsbError#UNSUPPORTED} where the host cannot
     */
    void reset(Duration timeout) throws UsbException, InterruptedException;

    /** Stops, or begins again, to read the notification endpoint, as a host that is slow to poll it. */
    void readNotifications(boolean read) throws InterruptedException;

    /** SetEthernetPacketFilter (ECM120 §6.2.4): a bitmap D0 promiscuous … D4 multicast. */
    void setPacketFilter(int bitmap, Duration timeout) throws UsbException, InterruptedException;

    /**
     * Sends one bulk OUT transfer as it is, whatever it holds, and waits until the accessory has taken it; frames that
     * the link sends meanwhile go between such transfers. It is not counted and not checked.
     *
     * @param zeroPacket a transfer of whole packets is to end in a zero-length packet
     * @throws UsbException {@link UsbError#STALL} when the accessory refuses it (the halt is then cleared),
     *                      {@link UsbError#NOT_FOUND} when no alternate setting with a data path is selected
     */
    void transfer(Bytes octets, boolean zeroPacket, Duration timeout) throws UsbException, InterruptedException;

    /** wMaxPacketSize of the bulk OUT endpoint in octets; 0 while no data path is open. */
    int outPacketSize();

    /** What the device said of itself when it was probed. */
    DeviceReport report();

    /** What the link has carried so far. */
    LinkCounters counters();

    /** The frame path. One object for the life of the driver; frames pass only while alternate 1 is selected. */
    Link link();

    /** Stops reading and sending, puts the data interface back into alternate 0. */
    @Override
    void close();
}
