/** Faces that pages are measured and drawn in. */
export type FaceName = 'sans' | 'serif' | 'noto' | 'jp';

/**
 * Advance widths of U+0020 to U+017F in thousandths of an em, two base-36 digits each, read from the fonts themselves
 * (the AFM files of pdfkit's built-in faces; Noto Sans and Noto Sans JP from their npm packages).
 */
const PACKED: Readonly<Record<string, string>> = {
  sans:
    '7q7q9vfgfgopij5b9999atg87q997q7qfgfgfgfgfgfgfgfgfgfg7q7qg8g8g8fgs7ijijk2k2ijgzlmk27qdwijfgn5k2lmijlmk2ij' +
    'gzk2ijq8ijijgz7q7q7qd1fg99fgfgdwfgfg7qfgfg6666dw66n5fgfgfgfg99dw7qfgdwk2dwdwdw9a789ag800fg0066fg99rsfgfg' +
    '99rsij99rs00gz0000666699999qfgrs99rsdw99q800dwdw7q99fgfgfgfg78fg99khaafgg899kh99b4g8999999fgex7q9999a5fg' +
    'n6n6n6gzijijijijijijrsk2ijijijij7q7q7q7qk2k2lmlmlmlmlmg8lmk2k2k2k2ijijgzfgfgfgfgfgfgopdwfgfgfgfg7q7q7q7q' +
    'fgfgfgfgfgfgfgg8gzfgfgfgfgdwfgdw000000000000000000000000000000000000000000000000000000000000000000000000' +
    '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000rsq800000000' +
    '0000000000000000ijdw00000000000000000000000000000000000000000000dw00000000gzdw00',
  sansBold:
    '7q99d6fgfgopk26m9999atg87q997q7qfgfgfgfgfgfgfgfgfgfg9999g8g8g8gzr3k2k2k2k2ijgzlmk27qfgk2gzn5k2lmijlmk2ij' +
    'gzk2ijq8ijijgz997q99g8fg99fggzfggzfg99gzgz7q7qfg7qopgzgzgzgzatfg99gzfglmfgfgdwat7satg800fg007qfgdwrsfgfg' +
    '99rsij99rs00gz00007q7qdwdw9qfgrs99rsfg99q800dwfg7q99fgfgfgfg7sfg99khaafgg899kh99b4g8999999gzfg7q9999a5fg' +
    'n6n6n6gzk2k2k2k2k2k2rsk2ijijijij7q7q7q7qk2k2lmlmlmlmlmg8lmk2k2k2k2ijijgzfgfgfgfgfgfgopfgfgfgfgfg7q7q7q7q' +
    'gzgzgzgzgzgzgzg8gzgzgzgzgzfggzfg000000000000000000000000000000000000000000000000000000000000000000000000' +
    '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000rsq800000000' +
    '0000000000000000ijfg00000000000000000000000000000000000000000000fg00000000gzdw00',
  serif:
    '6y99bcdwdwn5lm509999dwfo6y996y7qdwdwdwdwdwdwdwdwdwdw7q7qfofofoccplk2ijijk2gzfgk2k299atk2gzopk2k2fgk2ijfg' +
    'gzk2k2q8k2k2gz997q99d1dw99ccdwccdwcc99dwdw7q7qdw7qlmdwdwdwdw99at7qdwdwk2dwdwccdc5kdcf100dw0099dwccrsdwdw' +
    '99rsfg99op00gz00009999cccc9qdwrs99r8at99k200ccdw6y99dwdwdwdw5kdw99l47odwfo99l499b4fo8c8c99dwcl6y998c8mdw' +
    'kukukucck2k2k2k2k2k2opijgzgzgzgz99999999k2k2k2k2k2k2k2fok2k2k2k2k2k2fgdwccccccccccccijcccccccccc7q7q7q7q' +
    'dwdwdwdwdwdwdwfodwdwdwdwdwdwdwdw000000000000000000000000000000000000000000000000000000000000000000000000' +
    '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000opk200000000' +
    '0000000000000000fgat00000000000000000000000000000000000000000000dw00000000gzcc00',
  serifBold:
    '6y99ffdwdwrsn57q9999dwfu6y996y7qdwdwdwdwdwdwdwdwdwdw9999fufufudwpuk2ijk2k2ijgzlmlmatdwlmijq8k2lmgzlmk2fg' +
    'ijk2k2rsk2k2ij997q99g5dw99dwfgccfgcc99dwfg7q99fg7qn5fgdwfgfgccat99fgdwk2dwdwccay64ayeg00dw0099dwdwrsdwdw' +
    '99rsfg99rs00ij00009999dwdw9qdwrs99rsat99k200ccdw6y99dwdwdwdw64dw99kr8cdwfu99kr99b4fu8c8c99fgf06y998c96dw' +
    'kukukudwk2k2k2k2k2k2rsk2ijijijijatatatatk2k2lmlmlmlmlmfulmk2k2k2k2k2gzfgdwdwdwdwdwdwk2cccccccccc7q7q7q7q' +
    'dwfgdwdwdwdwdwfudwfgfgfgfgdwfgdw000000000000000000000000000000000000000000000000000000000000000000000000' +
    '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000rsk200000000' +
    '0000000000000000fgat00000000000000000000000000000000000000000000dw00000000ijcc00',
  noto:
    '787hbchyfwn3kc698c8cfbfw7g8y7gacfwfwfwfwfwfwfwfwfwfw7g7gfwfwfwc2ozhri2hkkafgefk8kl9f7lh7ekp7l4lpgtlphaf9' +
    'fgkbgopugafqfw95ac95fwcc7tflh3dch3fo9kh3h67676eu76pzh6gth3h3bhdba1h6e4luepe6d2akfbakfwgogogogogogogogogo' +
    'gogogogogogogogogogogogogogogogogogogogogogogogo787hfwfwfwfwfbe9g4n49xe5fw00n4dwbwfw9q9q7thbi77g699qage5' +
    'kplflpc2hrhrhrhrhrhrohhkfgfgfgfg9f9f9f9fkal4lplplplplpfwlpkbkbkbkbfqgthjflflflflflflo0dcfofofofo76767676' +
    'gth6gtgtgtgtgtfwgth6h6h6h6e6h3e6hrflhrflhrflhkdchkdchkdchkdckah3kah5fgfofgfofgfofgfofgfok8h3k8h3k8h3k8h3' +
    'klh6klh69f769f769f769f769f76h0ec7l76h7eueuek76ek76ek76ek7gek76l4h6l4h6l4h6j4l4h6lpgtlpgtlpgtpsqahabhhabh' +
    'habhf9dbf9dbf9dbf9dbfga1fga1fga1kbh6kbh6kbh6kbh6kbh6kbh6pulufqe6fqfwd2fwd2fwd292',
  notoBold:
    '787udbhyfwp2ku7e9f9ff2fw7x8w7tbjfwfwfwfwfwfwfwfwfwfw7t7xfwfwfwd9oyj8ihhukcfkf9k4l9at97igfjq7mllzh9lzi8fb' +
    'g1l0i2qvimheg397bj97fwbfa5gnhkechkglarhki28b8ah88ar3i2hdhkhkcfdyc2i2fvnsg2fvdpayfbayfwgdgdgdgdgdgdgdgdgd' +
    'gdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgdgd787yfwfwfsfwfbdighn4alh2fw00n4dwbsfwajaka5i5i07t7bakaqh2' +
    'n2oanhd9j8j8j8j8j8j8qghufkfkfkfkatatatatkcmdlzlzlzlzlzfwlzl0l0l0l0hehgjkgngngngngngnphecglglglgl8b8b8b8b' +
    'hfi2hdhdhdhdhdfwh7i2i2i2i2fvhkfvj8gnj8gnj8gnhuechuechuechueckchkkchxfkglfkglfkglfkgffkglk4hkk4hkk4hkk4hk' +
    'l9i2lai9at8bat8bat8bat8bat8bk2gy978aich8h8fj8afj8afj8afja9fp8hmdi2mdi2mdi2ljmli2lzhdlzhdlzhdr1r6i8cfi8cf' +
    'i8cffbdyfbdyfbdyfbdyg1c2g1c2g1c2l0i2l0i2l0i2l0i2l0i2l0i2qvnyhefvheg3dpg3dpg3dpan',
  jp:
    '688zd6ffffpliw7q9e9eczff7q9n7qawffffffffffffffffffff7q7qffffffd6qagwi9hqj4gdfcj5k885evhyf3mkk3kmhlkmhngk' +
    'gnk1fzoefxergr9eaw9efffjgufnh6e6h8fe91fogv7n7nfc7wpqgyguh8h8asd0ahgvehmaduehd79e7i9effrsrsrsrsrsrsrsrsrs' +
    'rsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrs688zffffffff7irsgun4aqdbff9nd5guaarsbfbfguhgrsflgubfbbdb' +
    'o9p3opd6gwgwgwgwgwgwpihqgdgdgdgd85858585jsk3kmkmkmkmkmrskmk1k1k1k1eri4hvfnfnfnfnfnfnode6fefefefe7n7n7n7n' +
    'gwgygugugugugursgugvgvgvgvehh8ehgwfngwfnrsrsrsrsrsrsrsrsrsrsrsrsjsh8gdfersrsrsrsrsrsgdfersrsrsrsrsrsrsrs' +
    'rsrsrsrs857n857nrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsk3gyrsrsk3gyrsrsrskmgukmgursrsqbq1rsrsrsrs' +
    'rsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsk1gvk1gvk1gvrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrs',
  jpBold:
    '6baafygegeqrkk91aiaie3ge91aa91argegegegegegegegegege9191gegegeearzhtixi8juh3g9jxl196fsj2g2npktleijleiyhc' +
    'hdksh7pfhfg4h1aiaraigefrhegfhwenhwg5acglhs8g8igs8rqshthehwhwc5drbphpg0nzfmfye7ai88aigersrsrsrsrsrsrsrsrs' +
    'rsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrs6baagegegege88rshenlb7epgeaae9heb8rsbsbsheigrsgghebsboep' +
    'p9qcpleahthththththtqfi8h3h3h3h396969696kmktlelelelelersleksksksksg4j6jggfgfgfgfgfgforeng5g5g5g58g8g8g8g' +
    'hihthehehehehershehphphphpfyhwfyhtgfhtgfrsrsrsrsrsrsrsrsrsrsrsrskmhwh3g5rsrsrsrsrsrsh3g5rsrsrsrsrsrsrsrs' +
    'rsrsrsrs968g968grsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrskthtrsrskthtrsrsrslehelehersrsr9q2rsrsrsrs' +
    'rsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrskshpkshpkshprsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrsrs',
};

/** Widths of the signs outside that range that invoices print; in the order sans, serif, noto, jp. */
const SIGNS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '\u20ac': [556, 500, 572, 555],
  '\u2019': [222, 333, 175, 278],
  '\u2013': [556, 500, 500, 536],
  '\u2014': [1000, 1000, 1000, 1000],
  '\u2022': [350, 350, 376, 340],
  '\u20b9': [600, 600, 572, 600],
  '\u2212': [584, 564, 572, 555],
  '\u202f': [278, 250, 166, 224],
  '\u2026': [1000, 1000, 818, 1000],
};
/** No sign of the table lies above: Japanese needs no look-up. */
const LAST_SIGN = 0x22ff;
const FACES: readonly FaceName[] = ['sans', 'serif', 'noto', 'jp'];

const FIRST = 0x20;
const LAST = 0x17f;

function unpack(face: string): Float64Array {
  const packed = PACKED[face] ?? '';
  return Float64Array.from({ length: packed.length / 2 }, (_, i) =>
    Number.parseInt(packed.slice(2 * i, 2 * i + 2), 36),
  );
}

const WIDTHS: Readonly<Record<FaceName, readonly [Float64Array, Float64Array]>> = {
  sans: [unpack('sans'), unpack('sansBold')],
  serif: [unpack('serif'), unpack('serifBold')],
  noto: [unpack('noto'), unpack('notoBold')],
  jp: [unpack('jp'), unpack('jpBold')],
};

/** Width of a text in thousandths of an em, without kerning: an exact integer, so that widths of parts add up. */
export function emsOf(text: string, face: FaceName, bold: boolean): number {
  const widths = WIDTHS[face][bold ? 1 : 0];
  let total = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= FIRST && unit <= LAST) total += widths[unit - FIRST] as number;
    else total += unit > LAST_SIGN ? 1000 : (SIGNS[text[i] as string]?.[FACES.indexOf(face)] ?? 1000);
  }
  return total;
}

/** Width in points of a text in a face at a size, without kerning. Characters that no table holds count a full em. */
export function measureText(text: string, face: FaceName, bold: boolean, size: number): number {
  return (emsOf(text, face, bold) * size) / 1000;
}
