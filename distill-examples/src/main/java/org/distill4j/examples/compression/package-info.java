/** How small a student can be: sizes, speed and errors of a grid of widths, as ONNX and in int8. */
@NullMarked
package org.distill4j.examples.compression;

import org.jspecify.annotations.NullMarked;
