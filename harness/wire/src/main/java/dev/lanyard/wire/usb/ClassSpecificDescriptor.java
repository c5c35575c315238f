package dev.lanyard.wire.usb;

/** A descriptor whose meaning a device class gives (USB 2.0 §9.5): open to the packages of those classes. */
public non-sealed interface ClassSpecificDescriptor extends Descriptor {}
