@NullMarked
package org.distill4j.examples.compression;

import org.jspecify.annotations.NullMarked;
