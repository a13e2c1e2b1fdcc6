/** Rules for the native libraries of backends. Shared by the tests of all backends. */
@NullMarked
package org.distill4j.natives;

import org.jspecify.annotations.NullMarked;
