/** Whether a program talks to the network. */
@NullMarked
package org.distill4j.network;

import org.jspecify.annotations.NullMarked;
