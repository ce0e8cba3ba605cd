// 128-bit intermediates: products and quotients are exact until their one rounding (R1.4).
#pragma once

namespace drawdown {

__extension__ using int128 = __int128;

}  // namespace drawdown
