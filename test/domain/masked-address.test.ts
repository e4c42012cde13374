import { maskedAddress } from '../../src/domain/masked-address';

it.each([
  [
    '杭州市西湖区幸福路12号3栋2单元502室',
    'Room 502, Unit 2, Building 3, 12 Xingfu Road, Xihu District',
    '幸福路12号',
    '12 Xingfu Road',
  ],
  ['临江镇柳湾村18号', '18 Liuwan Village, Linjiang Town', '柳湾村18号', '18 Liuwan Village'],
  ['和平路7号', '7 Heping Road', '和平路7号', '7 Heping Road'],
  ['翠苑小区5幢1201', '1201, Building 5, Cuiyuan Estate', '翠苑小区', 'Cuiyuan Estate'],
])('says of %s no more than the road and the house', (zh, en, maskedZh, maskedEn) => {
  const masked = maskedAddress({ zh, en });
  expect(masked.en).toBe(maskedEn);
  expect(masked.zh).toBe(maskedZh);
});

it('never says a flat', () => {
  const masked = maskedAddress({
    zh: '北山路88号明珠苑6栋701室',
    en: 'Room 701, Building 6, Mingzhu Court, 88 Beishan Road',
  });
  expect(masked.zh).not.toContain('701');
  expect(masked.en).not.toContain('701');
});
