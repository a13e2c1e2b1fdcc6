/**
 * The keys and values of a configuration. Each kind of layer, loss, schedule, optimizer and data
 * set is one entry that knows its keys, and from which validation, help, the value and its Java
 * code follow.
 */
@NullMarked
package org.distill4j.cli.config;

import org.jspecify.annotations.NullMarked;
