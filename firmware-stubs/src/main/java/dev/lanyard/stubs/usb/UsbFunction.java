package dev.lanyard.stubs.usb;

import java.util.List;

/** A function of a device: some interfaces with their endpoints, and what they do. Runs on the accessory's loop. */
public interface UsbFunction {

    /**
     * An alternate setting that exists.
     *
     * @param endpoints in use while it is selected
     */
    record Setting(int bInterfaceNumber, int bAlternateSetting, List<Endpoint> endpoints) {

        public Setting {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** Every alternate setting of every interface of this function; each interface has alternate 0. */
    List<Setting> settings();

    /** Everything is as after power-on, alternates 0. {@code configured}: SET_CONFIGURATION has done it. */
    void reset(boolean configured);

    /** The host selected an alternate setting, even if it was selected before; its endpoints are empty. */
    void alternateSelected(int bInterfaceNumber, int bAlternateSetting);

    /** A class or vendor request to one of the interfaces; it must be answered, now or later. */
    void control(ControlRequest request);
}
