/** What a bench file says against what is really there. */
package dev.lanyard.cli.bench;
