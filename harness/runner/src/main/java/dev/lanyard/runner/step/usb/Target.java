package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.usb.EndpointDescriptor;
import java.util.Locale;
import java.util.Optional;

/** Parts of an accessory that a request or a transfer goes to. */
public enum Target {
    /** The device itself. */
    DEVICE,
    /** The control interface of the network function. */
    CONTROL,
    /** Its data interface. */
    DATA,
    /** The interrupt IN endpoint. */
    NOTIFICATION,
    /** The bulk IN endpoint. */
    BULK_IN,
    /** The bulk OUT endpoint. */
    BULK_OUT;

    /** bmRequestType bits 4..0. */
    int recipient() {
        return this == DEVICE ? 0 : this == CONTROL || this == DATA ? 1 : 2;
    }

    /** The wIndex that names it. */
    int index(CdcDriver driver) throws StepFailure {
        return switch (this) {
            case DEVICE -> 0;
            case CONTROL -> driver.controlInterface();
            case DATA -> driver.dataInterface();
            case NOTIFICATION, BULK_IN, BULK_OUT -> endpoint(driver).bEndpointAddress();
        };
    }

    /** The endpoint; {@link StepFailure} when the descriptors have none. */
    EndpointDescriptor endpoint(CdcDriver driver) throws StepFailure {
        CdcFunction function = driver.function();
        Optional<EndpointDescriptor> endpoint = switch (this) {
            case NOTIFICATION -> function.notificationEndpoint();
            case BULK_IN -> function.dataAlternate().map(CdcFunction.DataAlternate::bulkIn);
            case BULK_OUT -> function.dataAlternate().map(CdcFunction.DataAlternate::bulkOut);
            case DEVICE, CONTROL, DATA -> Optional.empty();
        };
        return endpoint.orElseThrow(() -> StepFailure.unmet("the function has no " + name().toLowerCase(Locale.ROOT)
                .replace('_', '-') + " endpoint"));
    }
}
