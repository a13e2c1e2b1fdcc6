/** Reading and writing bytes of files, for the packages of this module alone. */
@NullMarked
package org.distill4j.binary;

import org.jspecify.annotations.NullMarked;
