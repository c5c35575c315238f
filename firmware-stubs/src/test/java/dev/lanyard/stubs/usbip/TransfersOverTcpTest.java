package dev.lanyard.stubs.usbip;

import dev.lanyard.drivers.usbip.UsbIpHost;

class TransfersOverTcpTest extends TransfersContract {

    @Override
    void start() throws Exception {
        server = UsbIpServer.loopback();
        host = UsbIpHost.tcp("127.0.0.1", server.port());
    }
}
