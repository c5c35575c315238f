/** Steps of Wi-Fi Aware, by whatever radio reaches the device. */
package dev.lanyard.runner.step.aware;
