/** What holds a backend to its native libraries. Shared by the tests of all backends. */
@NullMarked
package org.distill4j.natives;

import org.jspecify.annotations.NullMarked;
