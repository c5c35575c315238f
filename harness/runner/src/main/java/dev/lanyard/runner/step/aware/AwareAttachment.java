package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Services;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A data path with an IP host on it. */
record AwareAttachment(AwareDataPath path, RecordedLink link, IpHost ip, Services services) implements Attachment {

    @Override
    public UsbConnection connection() throws StepFailure {
        throw StepFailure.bench("a Wi-Fi Aware data path has no USB connection");
    }

    @Override
    public CdcDriver driver() throws StepFailure {
        throw StepFailure.bench("a Wi-Fi Aware data path has no USB network function");
    }

    @Override
    public CompletableFuture<String> detached() {
        return ip.detached();
    }

    @Override
    public Optional<UsbDeviceInfo> device() {
        return Optional.empty();
    }

    @Override
    public Optional<CdcDriver.Kind> kind() {
        return Optional.empty();
    }

    @Override
    public MacAddress hostMacAddress() {
        return link.macAddress();
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
