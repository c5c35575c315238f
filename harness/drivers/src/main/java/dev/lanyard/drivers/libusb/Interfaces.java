package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.usb4java.ConfigDescriptor;
import org.usb4java.Device;
import org.usb4java.DeviceHandle;
import org.usb4java.Interface;
import org.usb4java.LibUsb;

/**
 * The interfaces that a connection took, and the drivers of the operating system that it took them from.
 *
 * <p>They are given back in the reverse order: a driver that holds a control and a data interface is told of the
 * control interface only when both are free.
 */
final class Interfaces {

    private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);
    private static final int UNCONFIGURED = -1;

    private final DeviceHandle handle;
    private final Device device;
    private final String id;
    private final int configurationBefore;
    private final List<Integer> claimed = new ArrayList<>();
    /** Interfaces whose driver was detached, with the note that outlives this process. */
    private final Map<Integer, TakenInterface> taken = new LinkedHashMap<>();
    private boolean configurationChanged;

    Interfaces(DeviceHandle handle, Device device, String id) throws UsbException {
        this.handle = handle;
        this.device = device;
        this.id = id;
        configurationBefore = LibUsbConnection.configuration(handle, "GET_CONFIGURATION of " + id);
    }

    synchronized void claim(int number) throws UsbException {
        if (claimed.contains(number)) {
            return;
        }
        detachDriver(number);
        LibUsbErrors.check(LibUsb.claimInterface(handle, number), "claim of interface " + number + " of " + id);
        claimed.add(number);
    }

    private void detachDriver(int number) throws UsbException {
        int active = LibUsb.kernelDriverActive(handle, number);
        if (active == LibUsb.ERROR_NOT_SUPPORTED) {
            return;
        }
        String asked = "taking interface " + number + " of " + id + " from the operating system's driver";
        if (LibUsbErrors.check(active, asked) == 1) {
            TakenInterface note = TakenInterface.note(id, number);
            int code = LibUsb.detachKernelDriver(handle, number);
            if (code < 0) {
                note.settled();
                throw LibUsbErrors.exception(code, asked);
            }
            taken.put(number, note);
        }
    }

    synchronized void setConfiguration(int value) throws UsbException {
        String asked = "SET_CONFIGURATION " + value + " of " + id;
        boolean same = LibUsbConnection.configuration(handle, asked) == value;
        if (same && othersHoldAny()) {
            return;
        }
        List<Integer> again = List.copyOf(claimed);
        releaseAll();
        if (!same) {
            for (int number : numbers()) {
                detachDriver(number);
            }
        }
        LibUsbErrors.check(LibUsb.setConfiguration(handle, value == 0 ? UNCONFIGURED : value), asked);
        if (same) {
            for (int number : again) {
                claim(number);
            }
        } else {
            configurationChanged = value != configurationBefore;
            if (!configurationChanged) {
                // The kernel bound its drivers anew.
                taken.values().forEach(TakenInterface::settled);
                taken.clear();
            }
        }
    }

    private boolean othersHoldAny() {
        return numbers().stream().filter(number -> !claimed.contains(number))
                .anyMatch(number -> LibUsb.kernelDriverActive(handle, number) == 1);
    }

    /** Of the selected configuration; empty when there is none. */
    private List<Integer> numbers() {
        ConfigDescriptor configuration = new ConfigDescriptor();
        if (LibUsb.getActiveConfigDescriptor(device, configuration) != LibUsb.SUCCESS) {
            return List.of();
        }
        try {
            List<Integer> numbers = new ArrayList<>();
            for (Interface one : configuration.iface()) {
                if (one.numAltsetting() > 0) {
                    numbers.add(Byte.toUnsignedInt(one.altsetting()[0].bInterfaceNumber()));
                }
            }
            return numbers;
        } finally {
            LibUsb.freeConfigDescriptor(configuration);
        }
    }

    private void releaseAll() {
        for (int number : claimed.reversed()) {
            int code = LibUsb.releaseInterface(handle, number);
            if (code < 0 && code != LibUsb.ERROR_NO_DEVICE && code != LibUsb.ERROR_NOT_FOUND) {
                LOG.warn("{}: interface {} could not be released: {}", id, number, LibUsb.errorName(code));
            }
        }
        claimed.clear();
    }

    /** @param gone whether the device has left: then there is nothing to give back */
    synchronized void giveBack(boolean gone) {
        releaseAll();
        if (gone) {
            taken.values().forEach(TakenInterface::settled);
        } else if (configurationChanged) {
            int code = LibUsb.setConfiguration(handle, configurationBefore == 0 ? UNCONFIGURED : configurationBefore);
            if (code < 0 && code != LibUsb.ERROR_NO_DEVICE) {
                LOG.warn("{}: configuration {} could not be selected again: {}", id, configurationBefore,
                        LibUsb.errorName(code));
            } else {
                // The kernel binds its drivers anew.
                taken.values().forEach(TakenInterface::settled);
            }
        } else {
            taken.keySet().stream().toList().reversed().forEach(this::attachDriver);
        }
        taken.clear();
    }

    /** The note stays where a driver may still want the interface. */
    private void attachDriver(int number) {
        int code = LibUsb.attachKernelDriver(handle, number);
        boolean bound = code == LibUsb.SUCCESS || LibUsb.kernelDriverActive(handle, number) == 1;
        boolean unwanted = code == LibUsb.ERROR_NO_DEVICE || code == LibUsb.ERROR_NOT_FOUND;
        if (bound || unwanted) {
            taken.get(number).settled();
        } else {
            UsbError error = LibUsbErrors.ofCode(code);
            LOG.warn("{}: interface {} could not be given back to its driver: {}; ./lanyard doctor --repair tries it "
                    + "again, or unplug and plug the accessory", id, number, error.sentence());
        }
    }
}
