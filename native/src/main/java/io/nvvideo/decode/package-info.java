/** What every decoder does, whatever decodes behind it. */
package io.nvvideo.decode;
