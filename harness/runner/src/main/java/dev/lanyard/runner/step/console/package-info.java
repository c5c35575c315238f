/** Steps on the accessory's serial console. */
package dev.lanyard.runner.step.console;
