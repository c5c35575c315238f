package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.kernel.KernelLink;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Services;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The network interface that the operating system's driver made of an accessory, and an IP host on that. */
record KernelAttachment(KernelLink link, IpHost ip, Services services) implements Attachment {

    /**
     * Finds the interface.
     *
     * @throws StepFailure of the bench when there is none
     */
    static KernelAttachment open(KernelAccessory accessory, StepContext context, Duration within)
            throws StepFailure, InterruptedException {
        try {
            KernelLink link = accessory.openLink(context.recorder(), within);
            return new KernelAttachment(link, new IpHost(link, context.clock(), context.recorder()), new Services());
        } catch (UsbException e) {
            throw StepFailure.bench(accessory.spec() + " cannot be tested: " + e.getMessage(), e);
        }
    }

    private StepFailure systemHasIt(String what) {
        return StepFailure.notApplicable(what + ", and " + link.network() + " stays with the operating system's driver");
    }

    @Override
    public UsbConnection connection() throws StepFailure {
        throw systemHasIt("this step needs the device itself");
    }

    @Override
    public CdcDriver driver() throws StepFailure {
        throw systemHasIt("this step drives the USB function");
    }

    @Override
    public Optional<UsbDeviceInfo> device() {
        return link.network().device();
    }

    @Override
    public Optional<CdcDriver.Kind> kind() {
        return link.network().kind();
    }

    @Override
    public MacAddress hostMacAddress() {
        return link.macAddress();
    }

    /** Takes the interface up for 1, as far as the operating system's driver has selected that. */
    @Override
    public void selectAlternate(int bAlternateSetting, UnaryOperator<CdcOptions> changed, Duration within)
            throws StepFailure, UsbException {
        CdcOptions usual = CdcOptions.defaults();
        if (bAlternateSetting != 1 || !changed.apply(usual).equals(usual)) {
            throw systemHasIt("this step chooses how the data interface is set");
        }
        link.raise();
        Optional<Integer> selected = link.selectedAlternate();
        if (selected.isPresent() && selected.get() != 1) {
            throw StepFailure.unmet("the operating system's driver has selected alternate setting " + selected.get()
                    + " of the data interface, not 1");
        }
    }

    @Override
    public Optional<Boolean> carrier() {
        return Optional.of(link.isUp());
    }

    @Override
    public void systemAddress(Inet4Address address, int prefixLength) throws IOException {
        link.systemAddress(address, prefixLength);
    }

    @Override
    public CompletableFuture<String> detached() {
        return link.detached();
    }

    @Override
    public void close() {
        try {
            services.close();
        } finally {
            ip.close();
            link.close();
        }
    }
}
