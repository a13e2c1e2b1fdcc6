/** PyTorch through DJL: programs become TorchScript, compiled at run time. */
@NullMarked
package org.distill4j.djl;

import org.jspecify.annotations.NullMarked;
